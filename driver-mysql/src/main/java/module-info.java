/** Swivel for MySQL, over MySQL Connector/J. */
module io.swiveljdbc.mysql {
  requires io.swiveljdbc.core;
  requires java.naming;
  requires mysql.connector.j;
  requires org.slf4j;
  requires static org.jspecify;

  // Connector/J instantiates the socket factory by name.
  opens io.swiveljdbc.mysql to
      mysql.connector.j;

  provides io.swiveljdbc.spi.Engine with
      io.swiveljdbc.mysql.MysqlEngine;
}
