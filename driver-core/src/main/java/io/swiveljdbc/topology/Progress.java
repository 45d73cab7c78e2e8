package io.swiveljdbc.topology;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a server's log goes: how much a writer has written, or a reader has replayed. Two of them
 * compare only when it is known which server was asked first.
 *
 * @param position in the database's own units (PostgreSQL: bytes of WAL), {@link #UNTOLD} if the
 *     server does not say
 * @param lastCommit when the last replayed transaction was committed, by the clock of its writer;
 *     null if the server does not say
 * @param askedAt just before the question was sent, on the clock of {@link System#nanoTime()}
 * @param answeredAt just after the answer came, on the same clock
 */
public record Progress(long position, @Nullable Instant lastCommit, long askedAt, long answeredAt) {

  /** The position of a server that does not tell it. */
  public static final long UNTOLD = -1;

  /** Of a server that tells nothing. */
  public static final Progress NONE = new Progress(UNTOLD, null, 0, 0);

  /**
   * Whether this reader has replayed what the writer, asked only after the reader had answered, had
   * not written even then: it cannot have it from that writer.
   */
  public boolean outruns(Progress writer) {
    return position != UNTOLD
        && writer.position != UNTOLD
        && writer.askedAt - answeredAt >= 0
        && position > writer.position;
  }
}
