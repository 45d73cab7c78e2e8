package io.swiveljdbc.testkit;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectExecResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A program that runs in a container, and what it says. */
final class ContainerProgram extends ResultCallback.Adapter<Frame> {
  private final DockerClient engine;
  private final String id;
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  private ContainerProgram(DockerClient engine, String id) {
    this.engine = engine;
    this.id = id;
  }

  /**
   * @param user as whom it runs
   */
  static ContainerProgram start(
      DockerClient engine, String container, String user, List<String> command) {
    String id =
        engine
            .execCreateCmd(container)
            .withUser(user)
            .withAttachStdout(true)
            .withAttachStderr(true)
            .withCmd(command.toArray(String[]::new))
            .exec()
            .getId();
    return engine.execStartCmd(id).exec(new ContainerProgram(engine, id));
  }

  @Override
  public void onNext(Frame frame) {
    (frame.getStreamType() == StreamType.STDERR ? errors : output).writeBytes(frame.getPayload());
  }

  @Override
  public void onError(Throwable lost) {
    // With the connection to the engine goes all that would be heard of the program.
    onComplete();
  }

  @Override
  public void onComplete() {
    super.onComplete();
    end.complete(null);
  }

  void whenEnded(Runnable action) {
    CompletableFuture<Void> unused = end.thenRun(action);
  }

  boolean isAlive() {
    return !end.isDone();
  }

  /** As the engine's machine counts. */
  long pid() {
    Long pid = state().getPidLong();
    return pid == null ? 0 : pid;
  }

  /** Returns when it has ended; whether that was in time. */
  boolean awaitEnd(Duration bound) {
    try {
      end.get(bound.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  long exitCode() {
    Await.until("an exit code", Duration.ofSeconds(10), () -> state().getExitCodeLong() != null);
    Long code = state().getExitCodeLong();
    return code == null ? -1 : code;
  }

  byte[] output() {
    return output.toByteArray();
  }

  /** What it said, errors last. */
  String said() {
    return output.toString(StandardCharsets.UTF_8) + errors.toString(StandardCharsets.UTF_8);
  }

  private InspectExecResponse state() throws DockerException {
    return engine.inspectExecCmd(id).exec();
  }
}
