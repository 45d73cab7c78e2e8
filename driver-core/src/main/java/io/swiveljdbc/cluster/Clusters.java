package io.swiveljdbc.cluster;

import io.swiveljdbc.spi.Engine;
import io.swiveljdbc.spi.Target;
import io.swiveljdbc.topology.HostAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The clusters that this process uses. A cluster starts with its first user; its threads end within
 * a few seconds of the last one's going, so that open, close, open does not discover twice.
 */
public final class Clusters {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition released = lock.newCondition();
  private final Map<Key, Entry> entries = new HashMap<>();

  /** What makes two users share a cluster: never what the database says of itself. */
  private record Key(String kind, List<HostAddress> seeds, Timing timing) {
    Key {
      seeds = seeds.stream().distinct().sorted().toList();
    }
  }

  private static final class Entry {
    final Cluster cluster;
    int users;
    boolean lingering;
    long idleSince;

    Entry(Cluster cluster) {
      this.cluster = cluster;
    }
  }

  /** A user's hold on a cluster. */
  public final class Lease implements AutoCloseable {
    private final Key key;
    private final Entry entry;
    private boolean closed;

    private Lease(Key key, Entry entry) {
      this.key = key;
      this.entry = entry;
    }

    /** The cluster. */
    public Cluster cluster() {
      return entry.cluster;
    }

    /** Gives the hold up; a second call does nothing. */
    @Override
    public void close() {
      lock.lock();
      try {
        if (!closed) {
          closed = true;
          release(key, entry);
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** Finds the cluster of these seeds, or starts it. */
  public Lease lease(Engine engine, Target target, Timing timing) {
    Key key = new Key(engine.kind(), target.seeds(), timing);
    lock.lock();
    try {
      Entry entry = entries.computeIfAbsent(key, k -> started(engine, target, timing));
      entry.users++;
      return new Lease(key, entry);
    } finally {
      lock.unlock();
    }
  }

  /** The cluster of these seeds, if it is known. */
  public Optional<Cluster> find(Engine engine, Target target, Timing timing) {
    lock.lock();
    try {
      Entry entry = entries.get(new Key(engine.kind(), target.seeds(), timing));
      return entry == null ? Optional.empty() : Optional.of(entry.cluster);
    } finally {
      lock.unlock();
    }
  }

  private static Entry started(Engine engine, Target target, Timing timing) {
    Prober prober = new Prober(engine, target, timing.detection());
    Cluster cluster = new Cluster(prober, timing, target.seeds());
    cluster.start();
    return new Entry(cluster);
  }

  private void release(Key key, Entry entry) {
    entry.users--;
    if (entry.users > 0) {
      return;
    }
    if (entry.cluster.topology().database() == null) {
      // Never seen: the next user starts over, perhaps with a better password.
      end(key, entry);
      return;
    }
    entry.idleSince = System.nanoTime();
    if (!entry.lingering) {
      entry.lingering = true;
      DaemonThread.start("swivel-linger", () -> linger(key, entry));
    }
  }

  private void linger(Key key, Entry entry) {
    lock.lock();
    try {
      while (entry.users == 0) {
        long left = key.timing().linger().toNanos() - (System.nanoTime() - entry.idleSince);
        if (left <= 0) {
          end(key, entry);
          return;
        }
        try {
          released.await(left, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          // Whoever interrupts this thread of ours has it look again; a cluster in use goes on.
          Thread.interrupted();
        }
      }
      entry.lingering = false;
    } finally {
      lock.unlock();
    }
  }

  private void end(Key key, Entry entry) {
    entries.remove(key, entry);
    entry.cluster.stop();
  }
}
