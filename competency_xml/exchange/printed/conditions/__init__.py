"""Training hours, entry conditions and exam parts: clauses and tables beside the requirements."""
