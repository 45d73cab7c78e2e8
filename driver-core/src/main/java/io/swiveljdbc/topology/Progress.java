package io.swiveljdbc.topology;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a server's log goes, and when that was asked. Two of them compare only when it is known
 * which server was asked first.
 *
 * @param position how far, null if the server does not say
 * @param lastCommit when the last replayed transaction was committed, by the clock of its writer;
 *     null if the server does not say
 * @param askedAt just before the question was sent, on the clock of {@link System#nanoTime()}
 * @param answeredAt just after the answer came, on the same clock
 */
public record Progress(
    @Nullable Position position, @Nullable Instant lastCommit, long askedAt, long answeredAt) {

  /** Of a server that tells nothing. */
  public static final Progress NONE = new Progress(null, null, 0, 0);

  /**
   * Whether this reader has replayed what the writer, asked only after the reader had answered, had
   * not written even then: it cannot have it from that writer.
   */
  public boolean outruns(Progress writer) {
    return position != null
        && writer.position != null
        && writer.askedAt - answeredAt >= 0
        && position.contradicts(writer.position);
  }

  /**
   * Whether this writer had all of the other's log, and more, before the other was even asked: what
   * it has more, it has not from there, and nothing was written there that it has not.
   */
  public boolean succeeds(Progress other) {
    return position != null
        && other.position != null
        && other.askedAt - answeredAt >= 0
        && position.succeeds(other.position);
  }
}
