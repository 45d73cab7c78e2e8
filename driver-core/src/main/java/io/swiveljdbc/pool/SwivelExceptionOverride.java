package io.swiveljdbc.pool;

import com.zaxxer.hikari.SQLExceptionOverride;
import io.swiveljdbc.OutcomeUnknownException;
import java.sql.SQLException;

/**
 * For HikariCP, optional: {@code exceptionOverrideClassName =
 * io.swiveljdbc.pool.SwivelExceptionOverride}. A commit whose outcome is not known (08007) then
 * reaches the caller as it is also through Spring's {@code JdbcTransactionManager}; without it,
 * HikariCP closes the connection at once, and the caller is told of a rollback that failed with
 * "Connection is closed".
 *
 * <p>The connection leaves the pool all the same: at the rollback that follows, which repeats the
 * 08007.
 */
public final class SwivelExceptionOverride implements SQLExceptionOverride {

  @java.lang.Override
  public Override adjudicate(SQLException failure) {
    return failure instanceof OutcomeUnknownException unknown && unknown.inTransaction()
        ? Override.DO_NOT_EVICT
        : Override.CONTINUE_EVICT;
  }
}
