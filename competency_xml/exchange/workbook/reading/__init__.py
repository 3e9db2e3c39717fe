"""An authoring workbook, as an editor left it → a map and findings."""
