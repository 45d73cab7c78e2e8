package io.swiveljdbc.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ConnectGateTest {

  private static final Deadline LATE = Deadline.after(Duration.ofSeconds(60));

  private final ConnectGate gate = new ConnectGate();

  @BeforeEach
  void fill() throws InterruptedException {
    for (int i = 0; i < ConnectGate.WIDTH; i++) {
      assertThat(gate.enter(LATE, () -> false)).isTrue();
    }
  }

  private CompletableFuture<Boolean> entering(AtomicBoolean enough) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return gate.enter(LATE, enough::get);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Test
  void lets_the_next_in_when_one_leaves() throws Exception {
    CompletableFuture<Boolean> next = entering(new AtomicBoolean());
    gate.leave();

    assertThat(next.get(5, TimeUnit.SECONDS)).isTrue();
    assertThat(gate.enter(Deadline.after(Duration.ofMillis(1)), () -> false)).isFalse();
  }

  @Test
  void lets_one_go_that_wants_no_longer() throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    CompletableFuture<Boolean> next = entering(enough);
    enough.set(true);
    gate.wake();

    assertThat(next.get(5, TimeUnit.SECONDS)).isFalse();
    gate.leave();
    assertThat(gate.enter(LATE, () -> false)).isTrue();
  }

  @Test
  void is_left_by_an_interrupt() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> gate.enter(LATE, () -> false))
        .isInstanceOf(InterruptedException.class);
  }
}
