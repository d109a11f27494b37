package dev.payoff.portfolio;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.ElementType.TYPE_USE;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A text that is the name of one of an enum's constants; null passes. */
@Target({FIELD, PARAMETER, TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = OneOf.Check.class)
@interface OneOf {

    Class<? extends Enum<?>> value();

    /** Further names that are allowed. */
    String[] also() default {};

    String message() default "must be one of those in the API's description";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Checks, and names the choices. */
    class Check implements ConstraintValidator<OneOf, @Nullable String> {

        private Set<String> names = Set.of();
        private String message = "";

        @Override
        public void initialize(OneOf oneOf) {
            String choices =
                    Arrays.stream(oneOf.value().getEnumConstants())
                            .map(Enum::name)
                            .collect(Collectors.joining(" "));
            String all =
                    oneOf.also().length == 0
                            ? choices
                            : choices + " " + String.join(" ", oneOf.also());
            names = Set.of(all.split(" "));
            message = "must be one of " + all.replace(" ", ", ");
        }

        @Override
        public boolean isValid(@Nullable String text, ConstraintValidatorContext context) {
            if (text == null || names.contains(text)) {
                return true;
            }
            context.disableDefaultConstraintViolation();
            context.buildConstraintViolationWithTemplate(message).addConstraintViolation();
            return false;
        }
    }
}
