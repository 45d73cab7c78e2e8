package io.swiveljdbc.behaviour.bank;

import java.util.List;

/**
 * The bank in one database's SQL. Its server tells in which term it writes: PostgreSQL by its
 * timeline; where a database has no term, by a table that each new writer writes itself into.
 *
 * @param schema accounts, book, and the functions that are described at {@link Bank}
 * @param term reads the last term from any server; 0 where the topology has it
 * @param book writes a transfer into the book: id, low, high, amount, mark, signature, known
 * @param writtenLate whether a write came late to this server; 1 if so
 * @param forgetLate begins anew
 * @param setTimeout sets a timeout in milliseconds, which is a part of the signature
 * @param resetTimeout takes it back
 * @param sessions counts those of the tellers
 */
record Books(
    List<String> schema,
    String term,
    String book,
    String writtenLate,
    String forgetLate,
    String setTimeout,
    String resetTimeout,
    String sessions) {

  static final Books POSTGRES =
      new Books(
          List.of(
              "CREATE SEQUENCE late",
              """
              CREATE FUNCTION signature() RETURNS text LANGUAGE sql STABLE AS $$
                SELECT current_setting('application_name') || ' '
                  || current_setting('statement_timeout')
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
              "CREATE TABLE account (id int PRIMARY KEY, balance bigint NOT NULL, term bigint)",
              """
              CREATE TABLE transfer
                (id bigint NOT NULL, low int, high int, amount bigint, known bigint, term bigint)
              """,
              """
              CREATE FUNCTION move
                (id bigint, low int, high int, amount bigint, known bigint, mark text,
                 signature text)
                RETURNS bigint LANGUAGE plpgsql AS $$
                DECLARE
                  written bigint := witness(known, mark, signature);
                BEGIN
                  UPDATE account a SET balance = balance - amount, term = written
                    WHERE a.id = low;
                  UPDATE account a SET balance = balance + amount, term = written
                    WHERE a.id = high;
                  INSERT INTO transfer VALUES (id, low, high, amount, known, written);
                  RETURN written;
                END $$
              """,
              """
              CREATE PROCEDURE make_move
                (id bigint, low int, high int, amount bigint, known bigint, mark text,
                 signature text)
                LANGUAGE plpgsql AS $$ BEGIN
                  PERFORM move(id, low, high, amount, known, mark, signature);
                END $$
              """),
          "0",
          """
          INSERT INTO transfer
            SELECT ?, ?, ?, ?, k, witness(k, ?, ?) FROM (SELECT CAST(? AS bigint) AS k) AS v
          """,
          "SELECT is_called::int FROM late",
          "SELECT setval('late', 1, false)",
          "SET statement_timeout = %d",
          "RESET statement_timeout",
          "SELECT count(*) FROM pg_stat_activity WHERE application_name ^@ '"
              + Customer.NAME
              + "'");

  /**
   * MySQL rolls everything back but a server's own variables: one that here means nothing else is
   * the witness's note.
   */
  static final Books MYSQL =
      new Books(
          List.of(
              """
              CREATE FUNCTION signature() RETURNS varchar(80) NO SQL
                RETURN concat(@@transaction_isolation, ' ', @@max_execution_time, 'ms')
              """,
              "CREATE TABLE reign (term bigint PRIMARY KEY, writer char(36) NOT NULL)",
              """
              CREATE FUNCTION term() RETURNS bigint MODIFIES SQL DATA BEGIN
                DECLARE last_term bigint;
                DECLARE last_writer char(36);
                SELECT term, writer INTO last_term, last_writer
                  FROM reign ORDER BY term DESC LIMIT 1;
                IF last_writer = @@server_uuid THEN
                  RETURN last_term;
                END IF;
                INSERT IGNORE INTO reign VALUES (last_term + 1, @@server_uuid);
                RETURN last_term + 1;
              END
              """,
              """
              CREATE FUNCTION witness(known bigint, mark varchar(20), signed varchar(80))
                RETURNS bigint MODIFIES SQL DATA BEGIN
                  DECLARE written bigint DEFAULT term();
                  DECLARE message varchar(128);
                  IF signed <> signature() THEN
                    SET message = concat('the session of ', signed, ' is that of ', signature());
                    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = message;
                  END IF;
                  IF known > written THEN
                    SET GLOBAL min_examined_row_limit = 1;
                  END IF;
                  RETURN written;
                END
              """,
              "CREATE TABLE account (id int PRIMARY KEY, balance bigint NOT NULL, term bigint)",
              """
              CREATE TABLE transfer
                (entry bigint AUTO_INCREMENT PRIMARY KEY,
                 id bigint NOT NULL, low int, high int, amount bigint, known bigint, term bigint)
              """,
              """
              CREATE FUNCTION move
                (its_id bigint, its_low int, its_high int, its_amount bigint, its_known bigint,
                 mark varchar(20), signed varchar(80))
                RETURNS bigint MODIFIES SQL DATA BEGIN
                  DECLARE written bigint DEFAULT witness(its_known, mark, signed);
                  UPDATE account SET balance = balance - its_amount, term = written
                    WHERE id = its_low;
                  UPDATE account SET balance = balance + its_amount, term = written
                    WHERE id = its_high;
                  INSERT INTO transfer (id, low, high, amount, known, term)
                    VALUES (its_id, its_low, its_high, its_amount, its_known, written);
                  RETURN written;
                END
              """,
              """
              CREATE PROCEDURE make_move
                (id bigint, low int, high int, amount bigint, known bigint, mark varchar(20),
                 signed varchar(80))
                DO move(id, low, high, amount, known, mark, signed)
              """,
              "INSERT INTO reign VALUES (1, @@server_uuid)"),
          "(SELECT max(term) FROM reign)",
          """
          INSERT INTO transfer (id, low, high, amount, known, term)
            SELECT ?, ?, ?, ?, k, witness(k, ?, ?) FROM (SELECT CAST(? AS signed) AS k) AS v
          """,
          "SELECT @@GLOBAL.min_examined_row_limit",
          "SET GLOBAL min_examined_row_limit = 0",
          "SET SESSION max_execution_time = %d",
          "SET SESSION max_execution_time = DEFAULT",
          "SELECT count(*) FROM information_schema.processlist WHERE user = '"
              + Customer.NAME
              + "'");

  /** MariaDB's servers have no UUID, and its timeout is in seconds; DO passes over errors. */
  static final Books MARIADB =
      new Books(
          MYSQL.schema.stream().map(Books::forMariadb).toList(),
          MYSQL.term,
          MYSQL.book,
          MYSQL.writtenLate,
          MYSQL.forgetLate,
          "SET SESSION max_statement_time = %d",
          "SET SESSION max_statement_time = DEFAULT",
          MYSQL.sessions);

  private static String forMariadb(String statement) {
    return statement
        .replace("@@server_uuid", "concat(@@port)")
        .replace("@@max_execution_time", "CAST(@@max_statement_time AS unsigned)")
        .replace(
            "DO move(id, low, high, amount, known, mark, signed)",
            "BEGIN DECLARE written bigint"
                + " DEFAULT move(id, low, high, amount, known, mark, signed); END");
  }
}
