package io.swiveljdbc.behaviour;

import java.util.List;

/**
 * A few texts in one database's SQL.
 *
 * @param port the query for the port on which a server listens
 * @param session the query for the number of the session
 * @param labour a query that keeps a processor busy for a moment
 * @param slowInsert inserts a row with this id, after a minute
 * @param slowRead reads a number, after some time
 * @param running counts the sessions in which a text runs now
 * @param setting sets something of a session
 * @param settingIsSet whether it is set
 * @param writeRefused the SQLState of a write in a read-only transaction; the driver itself may
 *     refuse it
 * @param batchesAskNothingFirst whether a batch is what a driver sends first; Connector/J asks
 *     before whether the session is read-only, and the loss of that is no error of a batch
 * @param identified how a user is made who logs in with this password
 * @param loginRefused the SQLState of a wrong password
 * @param noDatabase the SQLState of a database that is not there, or not for this user
 * @param forOrdinaryUsers what the superuser does with the table {@code t} so that others may use
 *     it
 */
record Dialect(
    String port,
    String session,
    String labour,
    String slowInsert,
    String slowRead,
    String running,
    String setting,
    String settingIsSet,
    String writeRefused,
    boolean batchesAskNothingFirst,
    String identified,
    String loginRefused,
    String noDatabase,
    List<String> forOrdinaryUsers) {

  static final Dialect POSTGRES =
      new Dialect(
          "SHOW port",
          "SELECT pg_backend_pid()",
          "SELECT sum(i) FROM generate_series(1, 300000) i",
          "INSERT INTO t SELECT %d FROM pg_sleep(60)",
          "SELECT count(*) FROM pg_sleep(%s)",
          "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query = '%s'",
          "SET statement_timeout = '77s'",
          "SELECT current_setting('statement_timeout') = '77s'",
          "25006",
          true,
          "PASSWORD '%s'",
          "28P01",
          "3D000",
          List.of("GRANT ALL ON t TO PUBLIC"));

  static final Dialect MYSQL =
      new Dialect(
          "SELECT @@port",
          "SELECT connection_id()",
          "SELECT BENCHMARK(100000, SHA2('load', 256))",
          "INSERT INTO t SELECT %d FROM (SELECT SLEEP(60)) s",
          "SELECT count(*) FROM (SELECT SLEEP(%s)) s",
          "SELECT count(*) FROM information_schema.processlist WHERE info = '%s'",
          "SET SESSION max_execution_time = 77000",
          "SELECT @@max_execution_time = 77000",
          "S1009",
          false,
          "IDENTIFIED BY '%s'",
          "28000",
          "42000",
          List.of());

  static final Dialect MARIADB =
      new Dialect(
          MYSQL.port,
          MYSQL.session,
          MYSQL.labour,
          MYSQL.slowInsert,
          MYSQL.slowRead,
          MYSQL.running,
          "SET SESSION max_statement_time = 77",
          "SELECT @@max_statement_time = 77",
          MYSQL.writeRefused,
          MYSQL.batchesAskNothingFirst,
          MYSQL.identified,
          MYSQL.loginRefused,
          MYSQL.noDatabase,
          MYSQL.forOrdinaryUsers);
}
