package io.swiveljdbc.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a call threw, and the assertions on it that tests share. */
public record Thrown(SQLException exception) {

  public static Thrown by(ThrowingCallable call) {
    Throwable thrown = Assertions.catchThrowable(call);
    assertThat(thrown).isInstanceOf(SQLException.class);
    return new Thrown((SQLException) thrown);
  }

  /** The transaction is certainly rolled back: the driver's error is the cause and no more. */
  public static void rolledBack(ThrowingCallable call) {
    Thrown thrown = by(call).withState("40001").as(SQLTransactionRollbackException.class);
    assertThat(thrown.exception.getNextException() == null).isTrue();
    assertThat(thrown.exception.getCause()).isInstanceOf(SQLException.class);
  }

  /** It is not known whether the work was committed. */
  public static void outcomeUnknown(ThrowingCallable call) {
    Thrown thrown = by(call).withState("08007").as(SQLNonTransientConnectionException.class);
    assertThat(thrown.exception.getNextException() == null).isTrue();
  }

  /** There is no server; nothing was sent. */
  public static Thrown noServer(ThrowingCallable call) {
    return by(call).withState("08001").as(SQLTransientConnectionException.class);
  }

  public Thrown withState(String state) {
    assertThat(exception.getSQLState()).as("%s", exception).isEqualTo(state);
    return this;
  }

  public Thrown as(Class<? extends SQLException> type) {
    assertThat((Throwable) exception).isInstanceOf(type);
    return this;
  }

  public Thrown saying(String... parts) {
    assertThat(exception.getMessage()).contains(parts);
    return this;
  }

  public Thrown causedBy(String part) {
    assertThat(exception.getCause()).hasMessageContaining(part);
    return this;
  }

  public Thrown causedBy(Class<? extends Throwable> type) {
    assertThat(exception.getCause()).isInstanceOf(type);
    return this;
  }
}
