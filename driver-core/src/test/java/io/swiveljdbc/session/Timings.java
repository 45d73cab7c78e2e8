package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Timing;
import io.swiveljdbc.option.Options;

/** The timing that an opener makes of options, so that a test can share the opener's cluster. */
final class Timings {

  private Timings() {}

  static Timing of(Options options) {
    return Timing.of(options.probeInterval(), options.detection(), options.rebalance());
  }
}
