package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.trial.Known;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What the caller of a Spring transaction gets, and what is reported of its outcome.
 *
 * @param thrown what the template threw, if anything
 * @param status what {@code afterCompletion} was given
 */
record SpringTransaction(@Nullable Throwable thrown, int status) {

  static final int NOT_REPORTED = -1;

  /** A pool with the default settings of HikariCP, above Swivel. */
  static HikariDataSource pool(PostgresCluster cluster) {
    return pool(cluster, null);
  }

  /** The same, with an override of what HikariCP evicts on. */
  static HikariDataSource pool(PostgresCluster cluster, @Nullable String override) {
    HikariConfig config = new HikariConfig();
    config.setExceptionOverrideClassName(override);
    config.setJdbcUrl(cluster.url() + "&swivel.failoverTimeout=500ms");
    config.setMaximumPoolSize(2);
    return new HikariDataSource(config);
  }

  /** Kills the writer and waits until Swivel knows, so that nothing is sent to it any more. */
  static void killWriter(PostgresCluster cluster, HikariDataSource pool) {
    try (Connection looksOn = pool.getConnection()) {
      cluster.kill(cluster.writer());
      Known.await(looksOn, Known::noWriter);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static SpringTransaction of(PlatformTransactionManager manager, Runnable work) {
    AtomicInteger status = new AtomicInteger(NOT_REPORTED);
    @Nullable Throwable thrown =
        Assertions.catchThrowable(
            () ->
                new TransactionTemplate(manager)
                    .executeWithoutResult(
                        transaction -> {
                          TransactionSynchronizationManager.registerSynchronization(
                              new TransactionSynchronization() {
                                @Override
                                public void afterCompletion(int reported) {
                                  status.set(reported);
                                }
                              });
                          work.run();
                        }));
    return new SpringTransaction(thrown, status.get());
  }

  SpringTransaction isCommitted() {
    assertThat(thrown).isNull();
    assertThat(status).isEqualTo(TransactionSynchronization.STATUS_COMMITTED);
    return this;
  }

  SpringTransaction isReported(int expected) {
    assertThat(status).as("after %s", thrown).isEqualTo(expected);
    return this;
  }

  SpringTransaction throwsExactly(Class<? extends Throwable> type) {
    assertThat(thrown).isExactlyInstanceOf(type);
    return this;
  }

  /** Of this state is the SQLException that is its nearest such cause. */
  SpringTransaction becauseOf(String state) {
    @Nullable Throwable cause = thrown;
    while (cause != null && !(cause instanceof SQLException)) {
      cause = cause.getCause();
    }
    assertThat(cause).hasFieldOrPropertyWithValue("SQLState", state);
    return this;
  }
}
