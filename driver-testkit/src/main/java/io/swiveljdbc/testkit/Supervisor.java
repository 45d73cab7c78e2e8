package io.swiveljdbc.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a lost writer by itself, as the control plane of a managed database does: a set time
 * after the writer has died or was frozen it stops the reception of log on all readers, promotes
 * the one that has received most and points the others at it. With synchronous replication no
 * acknowledged commit is lost (see {@link LocalCluster#failOver}), and none is acknowledged by the
 * old writer any more, should it still live.
 *
 * <pre>{@code
 * try (Supervisor supervisor = cluster.supervise(Duration.ofSeconds(1))) {
 *   cluster.kill(cluster.writer());
 *   Promotion promotion = supervisor.awaitPromotion(Duration.ofSeconds(10));
 * }
 * }</pre>
 *
 * <p>A writer that is back before the time is over stays the writer. A writer that is merely cut
 * off from its clients is not lost.
 */
public final class Supervisor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
  private static final Duration CLOSE = Duration.ofSeconds(60);
  private static final Duration RETRY = Duration.ofMillis(200);

  private final ControlPlane<?> control;
  private final Changes changes;
  private final Duration delay;
  private final List<Promotion> promotions = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Promotion> unseen = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile boolean closed;
  private volatile @Nullable RuntimeException failure;

  Supervisor(ControlPlane<?> control, Duration delay) {
    this.control = control;
    this.changes = control.changes();
    this.delay = delay;
    this.thread = Threads.start("supervisor", this::run);
  }

  /**
   * Waits for the next promotion: the first that no earlier call has returned.
   *
   * @throws LocalClusterException if there is none in time; its cause is what went wrong
   */
  public Promotion awaitPromotion(Duration timeout) {
    try {
      Promotion promotion = unseen.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
      if (promotion == null) {
        throw new LocalClusterException(
            "no promotion within " + timeout.toMillis() + " ms", failure);
      }
      return promotion;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalClusterException("interrupted while waiting for a promotion", e);
    }
  }

  /** All promotions so far, in order. */
  public List<Promotion> promotions() {
    return List.copyOf(promotions);
  }

  /** Stops supervising; a promotion that has begun is finished first. */
  @Override
  public void close() {
    closed = true;
    changes.signal();
    try {
      thread.join(CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      changes.await(() -> closed || control.writerIsLost());
      while (!closed) {
        long due = System.nanoTime() + delay.toNanos();
        if (!changes.await(() -> closed || !control.writerIsLost(), due)) {
          failOver();
        }
        changes.await(() -> closed || control.writerIsLost());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void failOver() throws InterruptedException {
    try {
      Optional<Promotion> promotion = control.failOverIfLost();
      promotion.ifPresent(promotions::add);
      promotion.ifPresent(unseen::add);
    } catch (LocalClusterException | IllegalStateException e) {
      failure = e;
      LOG.warn("cannot replace the writer, trying again: {}", e.getMessage());
      boolean unused = changes.await(() -> closed, System.nanoTime() + RETRY.toNanos());
    }
  }
}
