/** Swivel for PostgreSQL, over pgjdbc. */
module io.swiveljdbc.postgres {
  requires io.swiveljdbc.core;
  requires org.postgresql.jdbc;
  requires org.slf4j;
  requires static org.jspecify;

  // pgjdbc instantiates the socket factory by name.
  opens io.swiveljdbc.postgres to
      org.postgresql.jdbc;

  provides io.swiveljdbc.spi.Engine with
      io.swiveljdbc.postgres.PostgresEngine;
}
