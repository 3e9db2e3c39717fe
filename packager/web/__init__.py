"""Web pages without a course around them, packaged and aligned as one: a folder, or a zip file of one."""
