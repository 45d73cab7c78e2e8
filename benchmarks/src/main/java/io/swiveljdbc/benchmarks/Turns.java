package io.swiveljdbc.benchmarks;

import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/** Whose turn it is in one fork; what is measured begins with the first side, however warm. */
final class Turns {

  private int iteration;
  private boolean measuring;

  Side next(Sides sides, IterationParams params) {
    if (!measuring && params.getType() == IterationType.MEASUREMENT) {
      measuring = true;
      iteration = 0;
    }
    return sides.at(iteration++);
  }
}
