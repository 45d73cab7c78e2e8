package io.swiveljdbc.postgres.bank;

import io.swiveljdbc.testkit.LocalClusterException;
import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.PostgresServer;

/**
 * The accounts, the book of transfers, and the server's own eye on who writes to it.
 *
 * <p>Every write tells the server, through {@code witness}, the term that this JVM knew just before
 * the write was sent. A server with a lower timeline notes it in the sequence {@code late}, which
 * no rollback undoes. It also tells for whom it writes: a session with the settings of somebody
 * else refuses it. The book has no unique key on purpose: a transfer made twice shall be seen.
 */
final class Bank {
  static final int ACCOUNTS = 100;
  static final long OPENING_BALANCE = 1_000;
  static final long TOTAL = ACCOUNTS * OPENING_BALANCE;

  /** Stands in every write, as text or as a parameter: by it a socket knows that it carries one. */
  static final String MARK = "bank-write";

  static final String WRITTEN_LATE = "SELECT is_called FROM late";

  private static final String[] SCHEMA = {
    "CREATE SEQUENCE late",
    """
    CREATE FUNCTION signature() RETURNS text LANGUAGE sql STABLE AS $$
      SELECT current_setting('application_name') || ' ' || current_setting('statement_timeout')
    $$
    """,
    """
    CREATE FUNCTION witness(known bigint, mark text, signature text)
      RETURNS bigint LANGUAGE plpgsql AS $$
      DECLARE
        timeline bigint :=
          ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::bigint;
      BEGIN
        IF signature <> signature() THEN
          RAISE 'the session of % is that of %', signature, signature();
        END IF;
        IF known > timeline THEN
          PERFORM nextval('late');
        END IF;
        RETURN timeline;
      END $$
    """,
    "CREATE TABLE account (id int PRIMARY KEY, balance bigint NOT NULL, timeline bigint)",
    """
    CREATE TABLE transfer
      (id bigint NOT NULL, low int, high int, amount bigint, known bigint, timeline bigint)
    """,
    """
    CREATE FUNCTION move
      (id bigint, low int, high int, amount bigint, known bigint, mark text, signature text)
      RETURNS bigint LANGUAGE plpgsql AS $$
      DECLARE
        written bigint := witness(known, mark, signature);
      BEGIN
        UPDATE account a SET balance = balance - amount, timeline = written
          WHERE a.id = low;
        UPDATE account a SET balance = balance + amount, timeline = written
          WHERE a.id = high;
        INSERT INTO transfer VALUES (id, low, high, amount, known, written);
        RETURN written;
      END $$
    """,
    """
    CREATE PROCEDURE make_move
      (id bigint, low int, high int, amount bigint, known bigint, mark text, signature text)
      LANGUAGE plpgsql AS $$ BEGIN
        PERFORM move(id, low, high, amount, known, mark, signature);
      END $$
    """,
    "INSERT INTO account SELECT i, " + OPENING_BALANCE + " FROM generate_series(1, 100) i"
  };

  private Bank() {}

  static void open(PostgresCluster cluster) {
    PostgresServer writer = cluster.writer();
    for (String statement : SCHEMA) {
      cluster.execute(writer, statement);
    }
    tryWitness(cluster, writer);
    cluster.execute(writer, "SELECT setval('late', 1, false)");
    cluster.awaitReplayed();
  }

  /** One that sees nothing would prove nothing. */
  private static void tryWitness(PostgresCluster cluster, PostgresServer writer) {
    cluster.execute(writer, "BEGIN; SELECT witness(999, '', signature()); ROLLBACK");
    if (!"t".equals(cluster.query(writer, WRITTEN_LATE))) {
      throw new AssertionError("the witness is blind to terms");
    }
    try {
      cluster.execute(writer, "SELECT witness(0, '', 'nobody')");
    } catch (LocalClusterException refused) {
      return;
    }
    throw new AssertionError("the witness is blind to signatures");
  }
}
