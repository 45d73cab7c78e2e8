package io.swiveljdbc.cluster;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Judges the silence of one server. Silence without a question is no evidence: it begins with a
 * call or a probe that waits for an answer, and whatever is heard ends it.
 *
 * <p>Time is given in, by a clock that stands still while this process does.
 */
final class Silence {

  /** What is heard of a server's sessions. */
  enum Sound {
    /** Something was said since we listened last. */
    SPEAKING,
    /** Somebody waits for an answer, and nothing was said. */
    WAITING,
    /** Nobody waits. */
    IDLE
  }

  /** What is to be done. */
  enum Step {
    NOTHING,
    /** Calls are left unanswered: the server is to be asked. */
    ASK,
    /** It leaves the question unanswered too: another may have taken its place, ask them all. */
    ALARM,
    /** It has left everything unanswered for the time that makes it down. */
    DOWN
  }

  private static final long NEVER = Long.MIN_VALUE;

  /** A call that hangs for longer is taken for one that is just long. */
  private static final long LONG_CALL = TimeUnit.SECONDS.toNanos(2);

  private static final long LONGEST_PAUSE = TimeUnit.MINUTES.toNanos(1);

  private final long quiet;
  private final long answer;
  private final long detection;
  private final long interval;
  private long since = NEVER;
  private long callsSince = NEVER;
  private long hangsSince = NEVER;
  private long hangPause;
  private long askedSince = NEVER;
  private long nextAsk = NEVER;
  private long pause;

  Silence(Timing timing) {
    quiet = timing.quiet().toNanos();
    answer = timing.answer().toNanos();
    detection = timing.detection().toNanos();
    interval = timing.interval().toNanos();
    pause = interval;
  }

  /**
   * Listens once more.
   *
   * @param now nanoseconds on the clock
   * @param sessions what is heard of the application's sessions
   * @param probes whether the monitor's own sessions heard something since the last time
   * @param asked whether a question of the monitor's waits for its answer
   */
  Step listen(long now, Sound sessions, boolean probes, boolean asked) {
    boolean idle = (sessions == Sound.IDLE && !asked) || since == NEVER;
    if (sessions != Sound.WAITING || callsSince == NEVER) {
      callsSince = now;
    }
    if (sessions == Sound.SPEAKING || idle) {
      nextAsk = NEVER;
      pause = interval;
    }
    if (sessions == Sound.SPEAKING || idle || probes) {
      since = now;
      askedSince = NEVER;
      return Step.NOTHING;
    }
    if (!asked) {
      askedSince = NEVER;
      return due(now) ? askNext(now) : Step.NOTHING;
    }
    askedSince = askedSince == NEVER ? now : askedSince;
    long asking = now - askedSince;
    if (asking < answer) {
      return Step.NOTHING;
    }
    // However long it was silent before: a server that only computes is, and can be slow to answer.
    return now - since >= detection && asking >= detection / 2 ? Step.DOWN : Step.ALARM;
  }

  private boolean due(long now) {
    return now - since >= quiet && (nextAsk == NEVER || now >= nextAsk);
  }

  /** A call that is just long costs a few probes, ever more seldom. */
  private Step askNext(long now) {
    nextAsk = now + pause;
    pause *= 2;
    return Step.ASK;
  }

  /**
   * Whether all calls are left unanswered for the moment, though the monitor may be answered; ever
   * more seldom where that comes again and again, as it does with calls that are just long.
   */
  boolean callsHang(long now) {
    long hanging = now - callsSince;
    if (hanging < answer || hanging >= LONG_CALL) {
      return false;
    }
    long before = hangsSince == NEVER ? Long.MAX_VALUE : now - hangsSince;
    if (before >= LONG_CALL) {
      if (before < hangPause) {
        return false;
      }
      hangPause = before < 2 * LONGEST_PAUSE ? Math.min(2 * hangPause, LONGEST_PAUSE) : LONG_CALL;
      hangsSince = now;
    }
    return true;
  }

  /** How long the silence has lasted. */
  Duration length(long now) {
    return Duration.ofNanos(now - since);
  }
}
