/** Swivel's core: topology, routing, failover and sessions of every database family. */
module io.swiveljdbc.core {
  requires transitive java.sql;
  requires org.slf4j;
  requires static org.jspecify;
  requires static java.compiler;
  requires static io.swiveljdbc.codegen;
  requires static com.zaxxer.hikari;

  exports io.swiveljdbc;
  exports io.swiveljdbc.pool;
  exports io.swiveljdbc.topology;
  exports io.swiveljdbc.spi;
  exports io.swiveljdbc.sql;

  uses io.swiveljdbc.spi.Engine;
  uses io.swiveljdbc.spi.ReaderPolicy;

  provides java.sql.Driver with
      io.swiveljdbc.SwivelDriver;
}
