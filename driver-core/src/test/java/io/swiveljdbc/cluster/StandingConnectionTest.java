package io.swiveljdbc.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swiveljdbc.spi.Engine;
import io.swiveljdbc.spi.Target;
import io.swiveljdbc.spi.Wire;
import io.swiveljdbc.topology.HostAddress;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class StandingConnectionTest {

  private final StandingConnection standing = new StandingConnection();
  private final ExecutorService monitor = Executors.newSingleThreadExecutor();
  private final CountDownLatch waiting = new CountDownLatch(1);
  private final CountDownLatch waited = new CountDownLatch(1);
  private final Wire wire = new Wire(Duration.ofSeconds(20));
  private final Probe probe = probe();

  private Probe probe() {
    Engine engine = idle(Engine.class);
    Target login = new Target(List.of(), "shop", "shop", new Properties());
    Prober prober = new Prober(engine, login, Duration.ofSeconds(1));
    return new Probe(engine, prober, new HostAddress("a", 5432), idle(Connection.class), wire);
  }

  /** Nothing is asked of it here. */
  private static <T> T idle(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> method.getReturnType() == List.class ? List.of() : null));
  }

  @AfterEach
  void end() {
    monitor.shutdownNow();
  }

  /** The monitor waits in it until it is let go. */
  private Future<Boolean> watched() throws InterruptedException {
    Future<Boolean> kept =
        monitor.submit(
            () ->
                standing.during(
                    probe,
                    new ProbeAttempt(),
                    () -> {
                      waiting.countDown();
                      letGo();
                    }));
    assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();
    return kept;
  }

  private void letGo() {
    try {
      assertThat(waited.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void oneTakesItAndOnlyWhileItsMonitorWaits() throws Exception {
    assertThat(standing.take()).isFalse();
    Future<Boolean> kept = watched();
    assertThat(standing.offered()).isTrue();
    assertThat(standing.take()).isTrue();
    assertThat(standing.take()).isFalse();
    standing.ask((asked, attempt) -> asked == probe);
    assertThat(standing.take()).isTrue();
    standing.giveBack();
    waited.countDown();
    assertThat(kept.get()).isTrue();
    assertThat(standing.offered()).isFalse();
    assertThat(standing.take()).isFalse();
  }

  @Test
  void itsMonitorHasItBackWhenItIsNotAskedAnyMore() throws Exception {
    Future<Boolean> kept = watched();
    assertThat(standing.take()).isTrue();
    standing.ask(
        (asked, attempt) -> {
          waited.countDown();
          assertThatThrownBy(() -> kept.get(100, TimeUnit.MILLISECONDS)).isNotNull();
          return true;
        });
    assertThat(kept.get()).isTrue();
  }

  @Test
  void itsMonitorLearnsWhatAnotherWasToldAndNeedNotWait() throws Exception {
    Future<Boolean> kept = watched();
    assertThat(standing.take()).isTrue();
    standing.ask(
        (asked, attempt) -> {
          throw new SQLException("told", "08006");
        });
    assertThat(wire.aborted()).isTrue();
    waited.countDown();
    assertThatThrownBy(kept::get).hasRootCauseMessage("told");
  }

  @Test
  void oneThatLeadsElsewhereIsNotKept() throws Exception {
    Future<Boolean> kept = watched();
    assertThat(standing.take()).isTrue();
    standing.ask((asked, attempt) -> false);
    waited.countDown();
    assertThat(kept.get()).isFalse();
  }
}
