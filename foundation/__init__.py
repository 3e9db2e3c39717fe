"""The ground floor: errors, findings, text in two languages, safe XML, safe archives, atomic files."""
