"""Moodle: by the plugin local_coursebridge where it is installed, else by core web services."""

from lms_bridge.connectors.moodle.connector import MoodleConnector

__all__ = ["MoodleConnector"]
