-- Roles of a Payoff database, to be run once by a superuser before the first start. The application migrates as
-- payoff_owner and works as the other two, which own nothing and cannot bypass row-level security.
-- psql variables: owner_password, app_password, stream_password.
CREATE ROLE payoff_owner LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'owner_password';
CREATE ROLE payoff_app LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'app_password';
CREATE ROLE payoff_stream LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'stream_password';
CREATE DATABASE payoff OWNER payoff_owner;
