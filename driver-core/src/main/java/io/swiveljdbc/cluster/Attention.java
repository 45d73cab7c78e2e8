package io.swiveljdbc.cluster;

import java.time.Duration;

/** How closely a server is listened to, the least first. */
enum Attention {
  /**
   * Nobody has used it for a while, and whoever does says so. The monitors look round for a server
   * that hangs each time they are awake themselves: it costs next to nothing.
   */
  ASLEEP {
    @Override
    Duration pause(Timing timing) {
      return timing.quiet().multipliedBy(20);
    }
  },
  /** Nobody uses it just now. */
  IDLE {
    @Override
    Duration pause(Timing timing) {
      return timing.quiet();
    }
  },
  /** It is in use. */
  IN_USE {
    @Override
    Duration pause(Timing timing) {
      return timing.tick();
    }
  },
  /** A question waits for its answer. */
  ASKED {
    @Override
    Duration pause(Timing timing) {
      return timing.urgent();
    }
  };

  /** How long to pause before listening again. */
  abstract Duration pause(Timing timing);

  /** The closer of the two. */
  Attention or(Attention other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
