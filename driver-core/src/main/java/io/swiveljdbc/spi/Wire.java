package io.swiveljdbc.spi;

import java.io.Closeable;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The raw socket under one connection, from the first attempt to its end: what makes an abort take
 * effect at once.
 *
 * <p>A driver's own abort is not enough. It may wait for a lock that the blocked call holds, and
 * over TLS it waits for one more read timeout. Closing the socket beneath ends every wait.
 */
public final class Wire {

  private static final VarHandle WAITING = handle("waiting", boolean.class);
  private static final VarHandle HEARD = handle("heard", int.class);
  private static final VarHandle RESTING = handle("resting", boolean.class);

  private final long loginEnd;
  private boolean inTurns;
  private volatile boolean connecting;
  private volatile boolean watched;
  private volatile boolean aborted;
  private volatile boolean established;
  private volatile boolean bounding;
  private volatile int requestedTimeout;
  private volatile @Nullable Closeable attached;

  private final Interruption interruption = new Interruption();

  /** Both are written by the one thread that reads, and looked at by the watch over silence. */
  @SuppressWarnings("UnusedVariable") // read through its handle
  private boolean waiting;

  /** Written at each borrow, and looked at by those who count. */
  @SuppressWarnings("UnusedVariable") // as above
  private boolean resting;

  private int heard;
  private int heardBefore;

  /** What was heard before the next wait was announced. */
  private volatile int heardThen;

  private volatile boolean announced;
  private @Nullable Sleeper sleeper;

  /** Whoever listens to wires, and sleeps while none of them is waited for. */
  public interface Sleeper {

    /** Whether it must be woken; asked by each wait, so it must cost nothing. */
    boolean asleep();

    /** Wakes it. */
    void wake();
  }

  /**
   * A wire that is not connected yet.
   *
   * @param loginTimeout how long it may take from now until the login is done
   */
  public Wire(Duration loginTimeout) {
    this.loginEnd = System.nanoTime() + loginTimeout.toNanos();
  }

  /**
   * The read timeout to set on the socket where this one was asked for: until the login is done no
   * wait is longer than the login timeout.
   *
   * @param requested milliseconds, 0 for none
   */
  public int readTimeout(int requested) {
    requestedTimeout = requested;
    bounding = true;
    return established ? requested : bounded(requested);
  }

  /** The read timeout that was asked for last, in milliseconds, 0 for none. */
  public int requestedTimeout() {
    return requestedTimeout;
  }

  /** The time that connecting may take where this one was asked for, both in milliseconds. */
  public int connectTimeout(int requested) {
    return bounded(requested);
  }

  private int bounded(int requested) {
    long left = TimeUnit.NANOSECONDS.toMillis(loginEnd - System.nanoTime());
    int most = (int) Math.min(Integer.MAX_VALUE, Math.max(1, left));
    return requested > 0 && requested < most ? requested : most;
  }

  /** Says who listens; called before it connects. */
  public void heardBy(Sleeper listener) {
    sleeper = listener;
  }

  /**
   * Says, before it connects, that one may ask over the connection while another thread waits in
   * {@link #awaitInput}: whoever asks gets the whole answer, which ends the wait.
   */
  public void readInTurns() {
    inTurns = true;
  }

  boolean readsInTurns() {
    return inTurns;
  }

  /** Says that the socket is about to connect: from now on the server is waited for. */
  public void markConnecting() {
    watched = true;
    connecting = true;
    wakeSleeper();
  }

  /** Whether the server is waited for until the login is done. */
  public boolean connecting() {
    return connecting && !aborted;
  }

  /** Whether its socket tells when the server is waited for; a user's own does not. */
  public boolean watched() {
    return watched;
  }

  /** Whether the login is done. */
  public boolean established() {
    return established;
  }

  /** Says that the login is done: from now on the application's own timeouts apply. */
  public void markEstablished() {
    established = true;
    connecting = false;
    if (attached instanceof Socket socket && bounding) {
      try {
        socket.setSoTimeout(requestedTimeout);
      } catch (IOException e) {
        // The next call on the connection meets the broken socket and says so.
      }
    }
  }

  /**
   * Takes under its control what is to be closed when it is aborted: a socket, before it connects,
   * or what goes before that; called by the engine's socket factory.
   *
   * @throws IOException when the wire was aborted already; what was handed over is closed then
   */
  public void attach(Closeable opened) throws IOException {
    attached = opened;
    if (aborted) {
      opened.close();
      throw new IOException("the connection attempt was aborted");
    }
  }

  /** Says that a thread waits for the server from now on; called by the engine's socket. */
  public void waitBegins() {
    WAITING.setRelease(this, true);
    wakeSleeper();
  }

  private void wakeSleeper() {
    if (sleeper != null && sleeper.asleep()) {
      sleeper.wake();
    }
  }

  /**
   * Says that the wait is over.
   *
   * @param answered whether the server said something, rather than that time was up
   */
  public void waitEnds(boolean answered) {
    if (answered) {
      HEARD.setRelease(this, heard + 1);
    }
    WAITING.setRelease(this, false);
  }

  /** Whether a thread waits for the server now. */
  public boolean waiting() {
    return (boolean) WAITING.getAcquire(this);
  }

  /** Whether the server has said anything since this was asked last; for one thread. */
  public boolean heardSomething() {
    int now = (int) HEARD.getAcquire(this);
    boolean news = now != heardBefore;
    heardBefore = now;
    return news;
  }

  /**
   * Announces a wait for input: what another thread hears from now on ends it, even before it has
   * begun.
   */
  public void markHeard() {
    heardThen = (int) HEARD.getAcquire(this);
    announced = true;
  }

  /** Whether the wait that begins is over already. */
  boolean heardMeanwhile() {
    boolean news = announced && (int) HEARD.getAcquire(this) != heardThen;
    announced = false;
    return news;
  }

  private static VarHandle handle(String field, Class<?> type) {
    try {
      return MethodHandles.lookup().findVarHandle(Wire.class, field, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * Waits in a read of the socket, so that the connection's end is noticed at once; while nobody
   * has a question, or another thread has one: see {@link #readInTurns}.
   *
   * @return false where the socket is not one of ours; the caller then waits elsewhere
   * @throws IOException when the connection has ended
   */
  public boolean awaitInput(Duration atMost) throws IOException {
    if (attached instanceof WiredSocket socket) {
      socket.awaitInput(atMost);
      return true;
    }
    return false;
  }

  /** Says whether it lies in a pool, where nobody uses it. */
  public void rest(boolean unused) {
    RESTING.setRelease(this, unused);
  }

  /** Whether nobody uses it just now. */
  public boolean resting() {
    return (boolean) RESTING.getAcquire(this);
  }

  /** Says that it has ended, or is about to be aborted: nothing is sent over it any more. */
  public void condemn() {
    aborted = true;
  }

  /**
   * From now on an interrupt of the current thread ends it; not one that came before, since it was
   * not meant for this wait.
   */
  public void interruptible() {
    interruption.begin();
  }

  /**
   * An interrupt ends it no longer.
   *
   * @return false when one has ended it, or is just about to
   */
  public boolean uninterruptible() {
    return interruption.end();
  }

  /** Ends it where that is what an interrupt asked for; called at short intervals. */
  public void heedInterrupt() {
    if (interruption.isAskedFor()) {
      abort();
    }
  }

  /** Whether it has ended, was aborted, or is about to be. */
  public boolean aborted() {
    return aborted;
  }

  /** Closes the socket, so that every thread that waits in it returns at once. Never blocks. */
  public void abort() {
    aborted = true;
    Closeable open = attached;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // It is gone either way.
      }
    }
  }
}
