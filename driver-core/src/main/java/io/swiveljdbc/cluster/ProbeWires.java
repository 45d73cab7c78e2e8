package io.swiveljdbc.cluster;

import io.swiveljdbc.spi.Wire;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The wires of one monitor's connections, those still connecting among them. */
final class ProbeWires {

  private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  /** The wire of one attempt after the other, the newest of which counts. */
  final class Latest {
    private @Nullable Wire wire;

    void adopt(Wire newest) {
      release();
      wire = newest;
      add(newest);
    }

    void release() {
      if (wire != null) {
        wires.remove(wire);
      }
    }

    /** Whether its socket tells when the server is waited for. */
    boolean watched() {
      return wire != null && wire.watched();
    }
  }

  Latest latest() {
    return new Latest();
  }

  private void add(Wire wire) {
    wires.add(wire);
    if (stopped) {
      wire.abort();
    }
  }

  /** Whether one of them waits for the server until its login is done. */
  boolean connecting() {
    for (Wire wire : wires) {
      if (wire.connecting()) {
        return true;
      }
    }
    return false;
  }

  /** Whether the server has said anything since this was asked last; for one thread. */
  boolean heardSomething() {
    boolean heard = false;
    for (Wire wire : wires) {
      heard |= wire.heardSomething();
    }
    return heard;
  }

  /** Ends all of them, and those that are still to come. */
  void stop() {
    stopped = true;
    wires.forEach(Wire::abort);
  }
}
