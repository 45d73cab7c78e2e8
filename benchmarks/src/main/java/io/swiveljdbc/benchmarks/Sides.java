package io.swiveljdbc.benchmarks;

/** Which sides take part in a run. */
public enum Sides {
  /**
   * The two by turns, an iteration each, in one JVM: whatever differs from one JVM to the next,
   * such as where code and objects come to lie, is then no difference between them.
   */
  BOTH {
    @Override
    Side at(int iteration) {
      return iteration % 2 == 0 ? Side.TARGET : Side.SWIVEL;
    }
  },
  /** The target driver alone, for profilers. */
  TARGET {
    @Override
    Side at(int iteration) {
      return Side.TARGET;
    }
  },
  /** Swivel alone, for profilers. */
  SWIVEL {
    @Override
    Side at(int iteration) {
      return Side.SWIVEL;
    }
  };

  abstract Side at(int iteration);
}
