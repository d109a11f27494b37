package dev.payoff.identity;

import dev.payoff.app.Page;
import dev.payoff.app.Problem;
import dev.payoff.app.ProblemException;
import dev.payoff.app.Versions;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** People of the tenant. */
@Path("/api/v1/users")
@Tag(name = "access")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("admin")
public class UsersResource {

    private final Users users;
    private final Passwords passwords;
    private final CurrentCaller caller;

    UsersResource(Users users, Passwords passwords, CurrentCaller caller) {
        this.users = users;
        this.passwords = passwords;
        this.caller = caller;
    }

    /** A person to be let in. */
    public record NewUser(
            @NotBlank @Email @Size(max = 254) @Schema(examples = "ada@example.com") String email,
            @NotBlank @Size(max = 200) @Schema(examples = "Ada Lovelace") String name,
            @NotNull @Schema(examples = "MANAGER") Role role,
            @NotNull @Size(max = 1024) @Schema(examples = "correct horse battery")
                    String password) {

        @Override
        public String toString() {
            return "NewUser[email=" + email + ", role=" + role + "]";
        }
    }

    /** What to change; what is absent stays. */
    public record Change(
            @Nullable @Size(min = 1, max = 200) String name,
            @Nullable Role role,
            @Nullable Boolean disabled,
            @Nullable @Size(max = 1024) String password) {

        @Override
        public String toString() {
            return "Change[role=" + role + ", disabled=" + disabled + "]";
        }
    }

    /** A person. */
    public record User(
            UUID id,
            String email,
            String name,
            Role role,
            @Nullable Instant disabledAt,
            Instant createdAt,
            int version) {}

    @GET
    @Operation(summary = "List people", description = "The newest first, disabled ones included.")
    public Uni<Page<User>> list(
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT)
                    int limit) {
        return users.list(caller.get(), cursor, limit);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Let a person in",
            description = "With a first password of 8 characters or more, of at most 72 bytes.")
    public Uni<RestResponse<User>> add(@Valid @NotNull NewUser wanted) {
        Caller current = caller.get();
        acceptable(wanted.password());
        return passwords
                .hash(wanted.password())
                .chain(hash -> users.add(current, wanted, hash))
                .map(user -> answer(RestResponse.Status.CREATED, user));
    }

    @PATCH
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Change a person's name, role, password or access",
            description =
                    "Disabling, and a new password, end the person's sessions. Send If-Match with the"
                            + " ETag to be sure that nobody else changed them meanwhile.")
    public Uni<RestResponse<User>> change(
            UUID id,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @Valid @NotNull Change wanted) {
        Caller current = caller.get();
        String password = wanted.password();
        if (password == null) {
            return users.change(current, id, ifMatch, wanted, null)
                    .map(user -> answer(RestResponse.Status.OK, user));
        }
        acceptable(password);
        return passwords
                .hash(password)
                .chain(hash -> users.change(current, id, ifMatch, wanted, hash))
                .map(user -> answer(RestResponse.Status.OK, user));
    }

    private static RestResponse<User> answer(RestResponse.Status status, User user) {
        return RestResponse.ResponseBuilder.create(status, user)
                .header("ETag", Versions.etag(user.version()))
                .build();
    }

    private static void acceptable(String password) {
        String objection = Passwords.objection(password);
        if (objection != null) {
            throw new ProblemException(
                    new Problem(
                            "Not valid",
                            400,
                            "VALIDATION",
                            "'password' " + objection + ".",
                            "Choose another password.",
                            List.of(new Problem.Violation("password", objection))));
        }
    }
}
