package dev.payoff.portfolio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payoff.app.Problem.Violation;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The templates that a tenant may use: the built-in ones and its own. */
@ApplicationScoped
class Templates implements PanacheRepositoryBase<OwnTemplate, UUID> {

    /** The names of the files, which are the keys. */
    static final List<String> BUILT_IN =
            List.of("infrastructure", "software", "digital-transformation");

    private static final String FOLDER = "templates-builtin/";

    private final TemplateReader reader;
    private final List<Template> builtIn;

    Templates(TemplateReader reader) {
        this.reader = reader;
        this.builtIn = BUILT_IN.stream().map(this::load).toList();
    }

    private Template load(String key) {
        String file = FOLDER + key + ".json";
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try (InputStream in = loader.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("The resource " + file + " is missing.");
            }
            return reader.read(Bodies.tree(in.readAllBytes()));
        } catch (IOException e) {
            throw new IllegalStateException("The resource " + file + " could not be read.", e);
        }
    }

    List<Template> builtIn() {
        return builtIn;
    }

    Optional<Template> builtIn(String key) {
        return builtIn.stream().filter(template -> template.key().equals(key)).findFirst();
    }

    Uni<List<OwnTemplate>> own(UUID tenant) {
        return list("tenantId = ?1 and removedAt is null order by key", tenant);
    }

    Uni<@Nullable OwnTemplate> own(UUID tenant, String key, LockModeType lock) {
        return find("tenantId = ?1 and key = ?2 and removedAt is null", tenant, key)
                .withLock(lock)
                .firstResult();
    }

    /** Keeps the template as it stands; a version that is kept already stays as it is. */
    Uni<Void> keep(OwnTemplate own, Instant now) {
        return Panache.getSession()
                .chain(session ->
                        session.createNativeQuery(
                                        "INSERT INTO template_version (template_id, version,"
                                                + " tenant_id, known_from, body) VALUES (?1, ?2, ?3,"
                                                + " ?4, cast(cast(?5 AS text) AS jsonb)) ON CONFLICT DO"
                                                + " NOTHING")
                                .setParameter(1, own.id)
                                .setParameter(2, own.version)
                                .setParameter(3, own.tenantId)
                                .setParameter(4, now.atOffset(ZoneOffset.UTC))
                                .setParameter(5, own.body)
                                .executeUpdate())
                .replaceWithVoid();
    }

    /** A version of a template as JSON; null where it was not kept. */
    Uni<@Nullable String> kept(OwnTemplate own, int version) {
        return Panache.getSession()
                .chain(session ->
                        session.createNativeQuery(
                                        "SELECT cast(body AS text) FROM template_version WHERE"
                                                + " template_id = ?1 AND version = ?2",
                                        String.class)
                                .setParameter(1, own.id)
                                .setParameter(2, version)
                                .getSingleResultOrNull());
    }

    Template read(OwnTemplate own) {
        return reader.read(Bodies.tree(own.body.getBytes(StandardCharsets.UTF_8)));
    }

    /** The types that a project of the tenant may have. */
    Uni<Set<String>> types(UUID tenant) {
        return own(tenant)
                .map(own -> {
                    Set<String> types = new TreeSet<>();
                    builtIn.forEach(template -> types.add(template.type()));
                    own.forEach(template -> types.add(read(template).type()));
                    return types;
                });
    }

    /** The template that a new project's body names; 400 where there is none such. */
    Uni<Optional<Template>> chosen(UUID tenant, ObjectNode project) {
        if (!project.hasNonNull("template")) {
            return Uni.createFrom().item(Optional.empty());
        }
        String named = project.path("template").asText();
        // A project type is accepted for the template that goes with it.
        Optional<Template> found = builtIn(named.toLowerCase(Locale.ROOT).replace('_', '-'));
        if (found.isPresent()) {
            return Uni.createFrom().item(found);
        }
        return own(tenant, named, LockModeType.NONE)
                .map(own -> {
                    if (own == null) {
                        Bodies.refuse(
                                List.of(
                                        new Violation(
                                                "template",
                                                "must be the key of a template; they are"
                                                        + " listed at /api/v1/templates")));
                    }
                    return Optional.ofNullable(own).map(this::read);
                });
    }
}
