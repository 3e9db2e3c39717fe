"""The 对照 sheet: doubtful pairs as a workbook, which an editor fills in and hands back."""
