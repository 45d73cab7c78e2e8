package io.swiveljdbc.cluster;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logical connections that an application forgot to close: when they are garbage, what they hold is
 * let go. Looked for by the upkeep of their cluster; no thread waits for them.
 */
public final class Abandoned {

  private static final Logger LOG = LoggerFactory.getLogger(Abandoned.class);

  private final ReferenceQueue<Object> garbage = new ReferenceQueue<>();
  private final AtomicLong numbers = new AtomicLong();

  /** Keeps them reachable; of the JDK's sets the one that takes no lock. */
  private final Set<Guard> guards =
      new ConcurrentSkipListSet<>(Comparator.comparingLong(guard -> guard.number));

  private boolean warned;

  /**
   * Stands for one object after the other, each for as long as it is not closed. To watch the next
   * one costs nothing but a reference to it.
   *
   * <p>Whoever has dismissed an object keeps it reachable until then, with {@link
   * Reference#reachabilityFence}: what was done before that is seen by who finds it as garbage.
   */
  public final class Guard {
    private final long number = numbers.getAndIncrement();
    private final Runnable release;
    private @Nullable Watched watched;
    private @Nullable Throwable origin;

    private Guard(Runnable release) {
      this.release = release;
    }

    /** Watches an object until it is closed. */
    public void watch(Object guarded) {
      origin = LOG.isDebugEnabled() ? new Throwable("it was opened here") : null;
      watched = new Watched(guarded, garbage, this);
    }

    /** The object was closed; another may be watched. */
    public void dismiss() {
      watched = null;
    }

    /** It was closed, and there will be no other. */
    public void end() {
      watched = null;
      guards.remove(this);
    }
  }

  private static final class Watched extends PhantomReference<Object> {
    private final Guard guard;

    Watched(Object guarded, ReferenceQueue<Object> garbage, Guard guard) {
      super(guarded, garbage);
      this.guard = guard;
    }
  }

  /**
   * A guard that watches nothing yet.
   *
   * @param release lets go of what the object holds, at once; must not refer to it
   */
  public Guard guard(Runnable release) {
    Guard guard = new Guard(release);
    guards.add(guard);
    return guard;
  }

  /** Lets go of what belongs to objects that are garbage; for one thread. */
  void release() {
    for (Reference<?> found = garbage.poll(); found != null; found = garbage.poll()) {
      if (found instanceof Watched object
          && object.guard.watched == object // it may have been closed, as its last use
          && guards.remove(object.guard)) {
        say(object.guard);
        object.guard.release.run();
      }
    }
  }

  private void say(Guard guard) {
    if (!warned) {
      warned = true;
      LOG.warn(
          "A connection was never closed; its physical connections are ended now. With DEBUG for {}"
              + " each is logged, with the place where it was opened.",
          LOG.getName());
    }
    LOG.debug("A connection was never closed", guard.origin);
  }
}
