# mockwrite's server as an image: docker build -t mockwrite . (docs/containers.md)
FROM python:3.13-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY mockwrite mockwrite
COPY pytest_plugin pytest_plugin
COPY fixtures fixtures
# Without pip in it: what the image holds is what runs. Modules are compiled here, since nothing is written later.
RUN python -m venv --without-pip /opt/mockwrite \
 && python -m pip --python /opt/mockwrite install --no-cache-dir --disable-pip-version-check '.[fast,hashes,upstream]'

FROM python:3.13-slim
COPY --from=build /opt/mockwrite /opt/mockwrite
ENV PATH=/opt/mockwrite/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
# A number, not a name: an orchestrator can see that it is not root.
USER 65532:65532
EXPOSE 6245
HEALTHCHECK --interval=2s --timeout=5s --start-period=15s CMD ["mockwrite", "ready"]
# What a container must have; the command is the rest, and is replaced as a whole.
ENTRYPOINT ["mockwrite", "serve", "--host", "0.0.0.0", "--allow-host", "localhost", "--allow-host", "127.0.0.1"]
CMD ["--with-providers"]
