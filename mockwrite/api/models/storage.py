"""Buckets and files as JSON (contract: models.md)."""

from __future__ import annotations

from ...records import Bucket, File
from .common import Json, View, head


def bucket(record: Bucket, view: View) -> Json:
    """users-targets.md §5."""
    rules = view.project.rules
    body: Json = {
        **head(record),
        "$permissions": record.permissions,
        "fileSecurity": record.file_security,
        "name": record.name,
        "enabled": record.enabled,
        "maximumFileSize": record.maximum_file_size,
        "allowedFileExtensions": record.allowed_file_extensions,
        "compression": record.compression,
        "encryption": record.encryption,
        "antivirus": record.antivirus,
    }
    if rules.bucket_has_transformations:
        body["transformations"] = record.transformations
    if rules.bucket_has_total_size:
        files = view.project.files.where("bucket_sequence", record.sequence)
        body["totalSize"] = sum(file.stored_size for file in files)
    return body


def created_bucket(record: Bucket, view: View) -> Json:
    """users-targets.md §5: an empty bucket, which the id "0" yields, has no times."""
    body = bucket(record, view)
    return body if record.id else {**body, "$createdAt": "", "$updatedAt": ""}


def updated_bucket(record: Bucket, view: View) -> Json:
    """users-targets.md §5: an update does not count what the files take (recorded)."""
    body = bucket(record, view)
    return {**body, "totalSize": 0} if "totalSize" in body else body


def file(record: File, view: View) -> Json:
    """users-targets.md §5. Until it is finished, a file is neither encrypted nor compressed (recorded)."""
    newer = view.project.rules.file_has_storage_facts
    body: Json = {"$id": record.id, "bucketId": record.bucket_id, **head(record)}
    body |= {
        "$permissions": record.permissions,
        "name": record.name,
        "signature": record.signature,
        "mimeType": record.mime_type,
        "sizeOriginal": record.size,
    }
    if newer:
        body["sizeActual"] = record.stored_size
    body |= {"chunksTotal": record.chunks_total, "chunksUploaded": record.chunks_uploaded}
    if newer:
        body |= {"encryption": record.encryption, "compression": record.compression}
    return body
