"""The Moodle connector against recordings of real sites, with faults injected."""
