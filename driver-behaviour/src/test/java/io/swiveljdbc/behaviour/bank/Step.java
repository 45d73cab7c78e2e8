package io.swiveljdbc.behaviour.bank;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * One fault of a sequence.
 *
 * @param calm how long nothing happens before it
 * @param weather what else is wrong meanwhile
 * @param pick which of the readers, in the order of their names, it strikes
 * @param hold how long it lasts
 */
record Step(Duration calm, Weather weather, Fault fault, int pick, Duration hold) {
  private static final int READERS = 2;
  private static final int CALM_MILLIS = 1_500;
  private static final int HOLD_MILLIS = 3_500;

  /**
   * The endless sequence of a seed, the same each time: all faults in some order, and again.
   * Readers come and go early, so that they do so in a short run too.
   */
  static Stream<Step> sequence(Branch branch, long seed) {
    Random random = new Random(seed);
    return Stream.generate(() -> round(branch, random)).flatMap(List::stream);
  }

  private static List<Step> round(Branch branch, Random random) {
    List<Fault> faults = new ArrayList<>(branch.faults());
    Collections.shuffle(faults, random);
    int churn = faults.indexOf(Fault.CHURN_READERS);
    if (churn >= 0) {
      Collections.swap(faults, 1, churn);
    }
    faults.sort(Comparator.comparing(branch::isSlow));
    return faults.stream().map(fault -> drawn(fault, random)).toList();
  }

  private static Step drawn(Fault fault, Random random) {
    Duration calm = Duration.ofMillis(random.nextInt(CALM_MILLIS));
    Weather weather = Weather.DRAWN.get(random.nextInt(Weather.DRAWN.size()));
    int pick = random.nextInt(READERS);
    // The square makes short ones frequent: they end about when the driver notices them.
    double share = random.nextDouble();
    return new Step(
        calm, weather, fault, pick, Duration.ofMillis((long) (share * share * HOLD_MILLIS)));
  }

  @Override
  public String toString() {
    return "after %d ms %s (reader %d) for %d ms, network %s"
        .formatted(calm.toMillis(), fault, pick, hold.toMillis(), weather);
  }
}
