package io.swiveljdbc.cluster;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces what is over in connections that nobody uses, one after the other, in a thread that
 * lives while there is something to be done: to open a connection takes longer than the upkeep may.
 */
final class Renewals {

  private static final Logger LOG = LoggerFactory.getLogger(Renewals.class);

  private final String name;
  private final AtomicBoolean underWay = new AtomicBoolean();

  Renewals(String threadName) {
    this.name = threadName;
  }

  /** Begins, unless others are under way: what is still due then is found again. */
  void begin(List<Resting> due) {
    if (underWay.compareAndSet(false, true)) {
      boolean started = false;
      try {
        DaemonThread.start(name, () -> renew(due));
        started = true;
      } finally {
        if (!started) {
          underWay.set(false);
        }
      }
    }
  }

  private void renew(List<Resting> due) {
    try {
      due.forEach(Renewals::renew);
    } finally {
      underWay.set(false);
    }
  }

  private static void renew(Resting due) {
    try {
      due.renew();
    } catch (RuntimeException e) {
      LOG.error("a connection in a pool could not be replaced; it is tried again", e);
    }
  }
}
