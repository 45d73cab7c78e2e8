package io.swiveljdbc.postgres.bank;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.PostgresServer;

/**
 * The accounts, the book of transfers, and the server's own eye on who writes to it.
 *
 * <p>Every write tells the server, through {@code witness}, the term that this JVM knew just before
 * the write was sent. A server with a lower timeline notes it in the sequence {@code late}, which
 * no rollback undoes. The book has no unique key on purpose: a transfer made twice shall be seen.
 */
final class Bank {
  static final int ACCOUNTS = 100;
  static final long OPENING_BALANCE = 1_000;
  static final long TOTAL = ACCOUNTS * OPENING_BALANCE;

  /** Stands in every write, as text or as a parameter: by it a socket knows that it carries one. */
  static final String MARK = "bank-write";

  /** What each connection of the pool sets once, and must find on whatever server it comes to. */
  static final String OPEN = "SET app.bank = 'open'";

  /** The money there is, and what the session says of the bank. */
  static final String LOOK = "SELECT sum(balance), current_setting('app.bank', true) FROM account";

  static final String WRITTEN_LATE = "SELECT is_called FROM late";

  private static final String[] SCHEMA = {
    "CREATE SEQUENCE late",
    """
    CREATE FUNCTION witness(known bigint, mark text) RETURNS bigint LANGUAGE plpgsql AS $$
      DECLARE
        timeline bigint :=
          ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::bigint;
      BEGIN
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
    CREATE FUNCTION move(id bigint, low int, high int, amount bigint, known bigint, mark text)
      RETURNS bigint LANGUAGE plpgsql AS $$
      DECLARE
        written bigint := witness(known, mark);
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
      (id bigint, low int, high int, amount bigint, known bigint, mark text)
      LANGUAGE plpgsql AS $$ BEGIN PERFORM move(id, low, high, amount, known, mark); END $$
    """,
    "INSERT INTO account SELECT i, " + OPENING_BALANCE + " FROM generate_series(1, 100) i"
  };

  private Bank() {}

  static void open(PostgresCluster cluster) {
    PostgresServer writer = cluster.writer();
    for (String statement : SCHEMA) {
      cluster.execute(writer, statement);
    }
    // The witness is tried first: one that sees nothing would prove nothing.
    cluster.execute(writer, "BEGIN; SELECT witness(999, ''); ROLLBACK");
    if (!"t".equals(cluster.query(writer, WRITTEN_LATE))) {
      throw new AssertionError("the witness is blind");
    }
    cluster.execute(writer, "SELECT setval('late', 1, false)");
    cluster.awaitReplayed();
  }
}
