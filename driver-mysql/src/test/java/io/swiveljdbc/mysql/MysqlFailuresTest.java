package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import com.mysql.cj.exceptions.CJCommunicationsException;
import com.mysql.cj.exceptions.StatementIsClosedException;
import com.mysql.cj.jdbc.exceptions.CommunicationsException;
import io.swiveljdbc.spi.FailureKind;
import java.io.EOFException;
import java.io.IOException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each error means; those that a server can be made to say are tested on one too. */
class MysqlFailuresTest {

  @ParameterizedTest
  @CsvSource({
    "08004, 1040, BUSY",
    "42000, 1203, BUSY",
    "42000, 1226, BUSY",
    "28000, 1045, LOGIN_REFUSED",
    "42000, 1049, LOGIN_REFUSED",
    "HY000, 3118, LOGIN_REFUSED",
    "28999, 0, LOGIN_REFUSED",
    "08S01, 1053, SHUTTING_DOWN",
    "HY000, 3032, SHUTTING_DOWN",
    "HY000, 6400, SHUTTING_DOWN",
    "HY000, 6401, SHUTTING_DOWN",
    "HY000, 1836, ROLE_IN_DOUBT",
    "25006, 1792, STATEMENT",
    "HY000, 3100, ROLLED_BACK",
    "40000, 3101, ROLLED_BACK",
    "70100, 1927, CONNECTION_LOST",
    "HY000, 2006, CONNECTION_LOST",
    "HY000, 2013, CONNECTION_LOST",
    "08S01, 0, CONNECTION_LOST",
    "08003, 0, CONNECTION_LOST",
    "08007, 0, CONNECTION_LOST",
    "HY000, 4031, ENDED_WHILE_IDLE",
    "40001, 1205, STATEMENT",
    "40001, 1213, STATEMENT",
    "70100, 1317, STATEMENT",
    "42S02, 1146, STATEMENT",
    "HY000, 0, STATEMENT",
  })
  void is_told_by_the_number_and_else_by_the_state(String state, int number, FailureKind kind) {
    assertThat(MysqlFailures.classify(new SQLException("said", state, number))).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({"149, ROLLED_BACK", "28, STATEMENT", "1490, STATEMENT"})
  void a_failed_commit_is_rolled_back_where_the_engine_met_a_deadlock(int by, FailureKind kind) {
    String said = "Got error %d - 'Why' during COMMIT".formatted(by);
    assertThat(MysqlFailures.classify(new SQLException(said, "HY000", 1180))).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "--read-only, WRITES_REFUSED",
    "--super-read-only, WRITES_REFUSED",
    "--secure-file-priv, STATEMENT",
    "--skip-grant-tables, STATEMENT",
  })
  void an_option_that_prevents_a_statement_may_prevent_all_writes(String option, FailureKind kind) {
    String said = "Der MySQL-Server läuft mit der Option %s".formatted(option);
    assertThat(MysqlFailures.classify(new SQLException(said, "HY000", 1290))).isEqualTo(kind);
  }

  @Test
  void a_number_may_stand_in_the_cause() {
    SQLException said = new SQLException("disconnected for inactivity", "HY000", 4031);
    SQLException thrown = new CommunicationsException("link failure", said);

    assertThat(MysqlFailures.classify(thrown)).isEqualTo(FailureKind.ENDED_WHILE_IDLE);
  }

  @Test
  void the_drivers_link_failure_without_a_failed_socket_is_the_servers_last_word() {
    CJCommunicationsException said = new CJCommunicationsException("because of inactivity");
    assertThat(MysqlFailures.classify(new SQLException("link failure", "08S01", said)))
        .isEqualTo(FailureKind.ENDED_WHILE_IDLE);
    said.initCause(new EOFException("end"));
    assertThat(MysqlFailures.classify(new SQLException("link failure", "08S01", said)))
        .isEqualTo(FailureKind.CONNECTION_LOST);
  }

  @Test
  void a_loss_may_be_told_as_a_failure_of_the_statement() {
    // Seen in the bank: the next rows of a cursor; and a batch, whose own end hid the link failure.
    SQLException fetching = new SQLException("lost", "S1000", new EOFException("read 0 bytes"));
    SQLException batch = new SQLException("closed", "S1009", new StatementIsClosedException());
    CJCommunicationsException closed = new CJCommunicationsException("link failure");
    closed.initCause(new IOException("Socket is closed."));
    SQLException aborted = new SQLException("link failure", "S1000", closed);

    assertThat(MysqlFailures.classify(fetching)).isEqualTo(FailureKind.CONNECTION_LOST);
    assertThat(MysqlFailures.classify(batch)).isEqualTo(FailureKind.CONNECTION_LOST);
    assertThat(MysqlFailures.classify(aborted)).isEqualTo(FailureKind.CONNECTION_LOST);
    assertThat(MysqlFailures.classify(new SQLException("no file", "S1000", new IOException())))
        .isEqualTo(FailureKind.STATEMENT);
  }

  @Test
  void a_batch_fails_as_its_statement_does() {
    SQLException said = new SQLException("running with --read-only", "HY000", 1290);
    BatchUpdateException thrown =
        new BatchUpdateException(said.getMessage(), "HY000", 1290, new int[0], said);

    assertThat(MysqlFailures.classify(thrown)).isEqualTo(FailureKind.WRITES_REFUSED);
  }

  @Test
  void a_login_that_the_driver_gives_up_is_no_lost_connection() {
    assertThat(MysqlFailures.classify(new SQLException("no key", "08001")))
        .isEqualTo(FailureKind.LOGIN_REFUSED);
    assertThat(
            MysqlFailures.classify(new SQLException("no answer", "08001", new EOFException("end"))))
        .isEqualTo(FailureKind.CONNECTION_LOST);
  }

  @Test
  void no_state_is_the_statements_own_failure() {
    assertThat(MysqlFailures.classify(new SQLException("what?"))).isEqualTo(FailureKind.STATEMENT);
  }
}
