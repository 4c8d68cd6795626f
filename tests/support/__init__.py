"""What several tests share: a PostgreSQL cluster, a running server, small apps and samples."""
