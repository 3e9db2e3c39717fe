"""Connector `sandbox`: the embedded LMS, by its data folder or by its HTTP API."""

from lms_bridge.connectors.sandbox.connector import SandboxConnector

__all__ = ["SandboxConnector"]
