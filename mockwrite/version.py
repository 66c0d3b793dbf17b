"""The version of mockwrite itself, in a module of its own: what needs it need not import the package's front door."""

__version__ = "0.1.0"
