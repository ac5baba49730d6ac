package io.shortener.retries;

import io.shortener.http.ApiException;
import io.shortener.http.BodyLimit;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;
import org.glassfish.jersey.InjectionManagerProvider;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.internal.inject.InjectionManager;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.model.Invocable;
import org.glassfish.jersey.server.spi.internal.ResourceMethodInvocationHandlerProvider;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Calls the method of a route that takes a POST: as ever, or, when the request has a key, inside
 * the transaction that keeps its answer.
 */
final class KeyedInvocations implements Feature, ResourceMethodInvocationHandlerProvider {
  static final String RUNNING = "A request with this Idempotency-Key is still running";

  private static final int FIRST_ERROR = 400;
  private static final int RETRY_AFTER_SECONDS = 1;

  private final Jdbi database;
  private final Jdbi longWork;
  private final KeptAnswers answers;

  @SuppressWarnings("NullAway.Init")
  private InjectionManager jersey;

  /**
   * @param longWork for imports; whatever pool a route uses, what it does becomes part of the
   *     transaction
   */
  KeyedInvocations(Jdbi database, Jdbi longWork, KeptAnswers answers) {
    this.database = database;
    this.longWork = longWork;
    this.answers = answers;
  }

  @Override
  public boolean configure(FeatureContext context) {
    jersey = InjectionManagerProvider.getInjectionManager(context);
    context.register(
        new AbstractBinder() {
          @Override
          protected void configure() {
            bind(KeyedInvocations.this).to(ResourceMethodInvocationHandlerProvider.class);
          }
        });
    return true;
  }

  @Override
  public @Nullable InvocationHandler create(Invocable invocable) {
    Method method = invocable.getHandlingMethod();
    if (!method.isAnnotationPresent(POST.class)) {
      return null;
    }
    Jdbi pool = method.isAnnotationPresent(BodyLimit.class) ? longWork : database;
    AnswerBodies bodies = new AnswerBodies(method);
    return (resource, called, arguments) -> {
      ContainerRequest request = jersey.getInstance(ContainerRequest.class);
      return request.getProperty(KeyedRequest.PROPERTY) instanceof KeyedRequest keyed
          ? answer(
              keyed,
              pool,
              () -> bodies.write(done(called, resource, arguments), request.getWorkers()))
          : called.invoke(resource, arguments);
    };
  }

  /** What fails is wrapped as if the method had thrown it: so Jersey finds the answer to it. */
  private Response answer(KeyedRequest keyed, Jdbi pool, KeptAnswers.Work work)
      throws InvocationTargetException {
    Optional<KeptAnswers.Outcome> outcome;
    try {
      outcome = answers.answer(keyed, pool, work);
    } catch (ErrorAnswer e) {
      return e.answer;
    } catch (InvocationTargetException e) {
      throw e;
    } catch (Exception e) {
      throw new InvocationTargetException(e);
    }
    Answer answer =
        outcome
            .map(KeptAnswers.Outcome::answer)
            .orElseThrow(() -> new InvocationTargetException(isRunning()));
    return outcome.get().isReplayed() ? answer.replayed() : answer.first();
  }

  private static ApiException isRunning() {
    return ApiException.running(RUNNING, RETRY_AFTER_SECONDS);
  }

  private static Response done(Method method, Object resource, @Nullable Object[] arguments)
      throws Exception {
    Response answer = AnswerBodies.response(method.invoke(resource, arguments));
    if (answer.getStatus() >= FIRST_ERROR) {
      throw new ErrorAnswer(answer);
    }
    return answer;
  }

  /** Takes back what was done, if anything was: who is told of an error may try again. */
  private static final class ErrorAnswer extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Response answer;

    ErrorAnswer(Response answer) {
      super(null, null, false, false);
      this.answer = answer;
    }
  }
}
