"""Raw segments → LearningRecord, one module per source; and the Parquet files that keep the records."""
