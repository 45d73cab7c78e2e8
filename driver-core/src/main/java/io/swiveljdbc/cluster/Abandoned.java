package io.swiveljdbc.cluster;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
  private final Set<Guard> guards = ConcurrentHashMap.newKeySet();
  private boolean warned;

  /** Stands for one object for as long as that is not closed. */
  public final class Guard extends PhantomReference<Object> {
    private final Runnable release;
    private final @Nullable Throwable origin;

    private Guard(Object guarded, Runnable release) {
      super(guarded, garbage);
      this.release = release;
      this.origin = LOG.isDebugEnabled() ? new Throwable("it was opened here") : null;
    }

    /** The object was closed. */
    public void dismiss() {
      guards.remove(this);
    }
  }

  /**
   * Watches an object until it is closed.
   *
   * @param release lets go of what it holds, at once; must not refer to it
   */
  public Guard watch(Object guarded, Runnable release) {
    Guard guard = new Guard(guarded, release);
    guards.add(guard);
    return guard;
  }

  /** Lets go of what belongs to objects that are garbage; for one thread. */
  void release() {
    for (Reference<?> found = garbage.poll(); found != null; found = garbage.poll()) {
      if (found instanceof Guard guard && guards.remove(guard)) {
        say(guard);
        guard.release.run();
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
