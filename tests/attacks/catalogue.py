"""The 124 attacks, by number: which tests try each, or why none does.

`python -m tests.attacks.catalogue` writes the table of docs/security.md from it. A number that has
neither a test nor a reason fails `test_catalogue`.
"""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "security.md"
BEGIN, END = "<!-- attacks: begin -->", "<!-- attacks: end -->"
GROUPS = {
    "A": ("Expressions", 20),
    "B": ("Code nodes", 16),
    "C": ("Requests to internal servers", 14),
    "D": ("Signing in and sessions", 12),
    "E": ("Rights, and things of others", 12),
    "F": ("Webhooks and forms", 9),
    "G": ("Files, git and archives", 8),
    "H": ("Injection", 7),
    "I": ("The web app", 6),
    "J": ("Secrets", 8),
    "K": ("Import and supply chain", 5),
    "L": ("Availability", 7),
}

ENGINE = "tests/noria/expressions/test_engine_attacks.py"
GUIDE = "tests/noria/expressions/test_engine.py"
GUARD = "tests/activities/test_guard.py"
TRANSPORT = "tests/activities/test_transport.py"
REDIRECTS = "tests/activities/test_redirects.py"
ACCESS = "tests/api/test_access.py"
CREDENTIALS = "tests/api/test_credentials.py"
SHARING = "tests/api/test_sharing.py"
SIGN_IN = "tests/attacks/test_authentication.py"
RIGHTS = "tests/attacks/test_authorisation.py"
HOOKS = "tests/attacks/test_webhooks.py"
BROWSER = "tests/attacks/test_browser.py"
FLOODS = "tests/attacks/test_floods.py"
CANARIES = "tests/attacks/test_canaries.py"
IMPORTS = "tests/attacks/test_imports.py"
INJECTION = "tests/attacks/test_prompt_injection.py"
NOTHING = "tests/attacks/test_nothing_to_hit.py"
STARTS = "tests/api/test_start_checks.py"
FORMATS = "tests/activities/formats"
CODE = "tests/attacks/test_code_full.py"


@dataclass(frozen=True)
class Attack:
    """One entry of the catalogue."""

    what: str
    tests: tuple[str, ...] = ()
    """`path::test`."""
    reason: str = ""
    """Why it has nothing to hit, beginning with "Can't apply", which tests hold; or, with "Not yet",
    what is to do.
    """

    @property
    def is_open(self) -> bool:
        """Nothing tries it yet."""
        return self.reason.startswith("Not yet")


def _in(path: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{path}::{name}" for name in names)


ATTACKS: dict[str, Attack] = {
    "A1": Attack("The function constructor", _in(ENGINE, "test_a1_the_function_constructor_reaches_no_host_object")),
    "A2": Attack("The same, spelt differently", _in(ENGINE, "test_a2_spelling_it_differently_reaches_no_more")),
    "A3": Attack("The global object", _in(ENGINE, "test_a3_the_global_object_has_nothing_of_the_host")),
    "A4": Attack("Modules and top-level await", _in(ENGINE, "test_a4_there_are_no_modules_and_no_waiting")),
    "A5": Attack("An endless loop", _in(ENGINE, "test_a5_to_a11_bombs_end_at_a_limit", "test_a5_a_bomb_in_an_activity_ends_too")),
    "A6": Attack("A loop that catches its own end", _in(ENGINE, "test_a5_to_a11_bombs_end_at_a_limit")),
    "A7": Attack("A regular expression that explodes", _in(ENGINE, "test_a5_to_a11_bombs_end_at_a_limit")),
    "A8": Attack("An output bomb by replaceAll", _in(ENGINE, "test_a5_to_a11_bombs_end_at_a_limit")),
    "A9": Attack("Bombs of text, lists, buffers and numbers", _in(ENGINE, "test_a5_to_a11_bombs_end_at_a_limit", "test_a9_what_javascript_itself_refuses_is_an_error")),
    "A10": Attack("Deep recursion, deep data", _in(ENGINE, "test_a10_source_that_is_nested_deeply_is_a_limit_or_an_error", "test_a10_data_that_is_nested_deeply_is_a_limit")),
    "A11": Attack("Getters and toJSON that loop", _in(ENGINE, "test_a5_to_a11_bombs_end_at_a_limit", "test_a11_a_throwing_getter_is_an_error_of_the_author")),
    "A12": Attack("Changed prototypes, seen by the next expression", _in(ENGINE, "test_a12_an_expression_can_change_nothing_for_the_next", "test_a12_data_that_an_expression_changes_is_as_sent_for_the_next")),
    "A13": Attack("Keys as __proto__ in data", _in(ENGINE, "test_a13_awkward_keys_of_data_are_plain_values", "test_a13_an_object_may_be_given_awkward_keys")),
    "A14": Attack("Results that are no JSON", _in(ENGINE, "test_a14_results_have_a_documented_form", "test_a14_results_that_json_cannot_hold_are_errors")),
    "A15": Attack("Strange characters", _in(ENGINE, "test_a15_strange_characters_come_back_as_they_were", "test_a15_half_a_character_is_an_error_only_where_it_would_leave")),
    "A16": Attack("A source of a megabyte", _in(ENGINE, "test_a16_a_long_source_is_refused_unread")),
    "A17": Attack("Braces that do not match", _in(GUIDE, "test_a17_a_template_ends_at_the_shortest_braces_that_compile", "test_a17_braces_that_are_never_closed_say_how_to_write_braces")),
    "A18": Attack("A result that is a template", _in(ENGINE, "test_a18_a_result_is_never_rendered_again")),
    "A19": Attack("Clock and chance on replay", _in(ENGINE, "test_a19_clock_and_chance_depend_on_the_run_alone")),
    "A20": Attack("Large integers, decimals, dates", _in(ENGINE, "test_a20_large_integers_keep_every_digit_as_strings", "test_a20_numbers_are_doubles", "test_a20_dates_are_strings")),
    "B1": Attack("Read /etc/passwd", _in(CODE, "test_B1_code_reads_no_file_of_the_machine", "test_B1_code_in_javascript_reads_none_either")),
    "B2": Attack("Read the environment", _in(CODE, "test_B2_the_environment_is_empty")),
    "B3": Attack("Read a parent's environment", _in(CODE, "test_B3_other_processes_can_not_be_looked_into")),
    "B4": Attack("Connect to local servers", _in(CODE, "test_B4_B5_B6_there_is_no_socket_of_any_kind", "test_B4_nothing_is_listened_to_and_nothing_asked")),
    "B5": Attack("Metadata, UDP, DNS", _in(CODE, "test_B4_B5_B6_there_is_no_socket_of_any_kind")),
    "B6": Attack("Unix sockets", _in(CODE, "test_B4_B5_B6_there_is_no_socket_of_any_kind")),
    "B7": Attack("Fork bomb", _in(CODE, "test_B7_B12_code_starts_no_process")),
    "B8": Attack("Memory bomb", _in(CODE, "test_B8_a_memory_bomb_ends_the_step_alone")),
    "B9": Attack("Disk bomb", _in(CODE, "test_B9_code_writes_no_file", "test_B9_files_in_memory_are_refused_too")),
    "B10": Attack("Output flood", _in(CODE, "test_B10_a_flood_of_output_ends_the_step")),
    "B11": Attack("Endless loop or sleep", _in(CODE, "test_B11_what_never_ends_is_ended", "test_B11_a_cancelled_step_ends_its_code")),
    "B12": Attack("Outlive the run", _in(CODE, "test_B7_B12_code_starts_no_process")),
    "B13": Attack("Kernel interfaces", _in(CODE, "test_B13_the_kernel_is_out_of_reach", "test_B13_the_kernels_files_are_closed")),
    "B14": Attack("Deno's literal import", _in(CODE, "test_B14_an_import_reads_no_file")),
    "B15": Attack("Results that are no JSON", _in(CODE, "test_B15_what_is_no_answer_is_an_error_of_the_step", "test_B15_a_forged_answer_is_an_error_of_the_step")),
    "B16": Attack("A runner as root or without isolation", _in(CODE, "test_B16_a_runner_does_not_start_as_root", "test_B16_a_runner_does_not_start_near_secrets", "test_B16_no_isolation_no_runner")),
    "C1": Attack("Odd spellings of IPv4 addresses", _in(GUARD, "test_c1_odd_spellings_of_an_ipv4_address_are_refused")),
    "C2": Attack("IPv6 ways to IPv4 and inside", (*_in(GUARD, "test_c2_ipv6_ways_to_an_internal_host_are_refused"), *_in("tests/activities/test_addresses.py", "test_c2_internal_addresses_are_seen_through_their_wrapping", "test_c2_a_scope_id_is_refused"))),
    "C3": Attack("Metadata services", _in(GUARD, "test_c3_metadata_services_are_refused")),
    "C4": Attack("A name that leads inside", _in(GUARD, "test_c4_a_name_that_leads_inside_is_refused")),
    "C5": Attack("Mixed answers", _in(GUARD, "test_c5_one_internal_answer_among_public_ones_refuses_all")),
    "C6": Attack("Rebinding between check and connect", _in(GUARD, "test_c6_a_name_is_resolved_once_and_that_answer_is_connected_to", "test_c6_a_name_that_changes_later_is_refused_at_the_next_connect")),
    "C7": Attack("A redirect from public to private", _in(REDIRECTS, "test_c7_a_redirect_from_public_to_private_is_refused", "test_c7_a_location_that_is_no_url_fails_the_step")),
    "C8": Attack("A redirect that carries secrets elsewhere", (*_in(REDIRECTS, "test_c8_secrets_do_not_follow_to_another_origin", "test_c8_another_port_is_another_origin", "test_c8_secrets_dropped_once_do_not_come_back"), *_in("tests/activities/test_http_request.py", "test_a_redirect_to_another_host_goes_on_without_the_credential"))),
    "C9": Attack("URLs that two parsers read in two ways", _in(GUARD, "test_c9_urls_that_parsers_read_differently_are_refused", "test_c9_a_trailing_dot_does_no_harm_to_a_public_name")),
    "C10": Attack("Proxies of the environment", _in(TRANSPORT, "test_c10_proxies_of_the_environment_are_ignored")),
    "C11": Attack("Ports of other protocols", _in(GUARD, "test_c11_ports_of_other_protocols_are_refused")),
    "C12": Attack("Bombs and drips in answers", _in(TRANSPORT, "test_c12_a_gzip_bomb_is_stopped_at_the_cap", "test_c12_an_endless_drip_ends_at_the_deadline", "test_c12_headers_that_drip_end_at_the_deadline")),
    "C13": Attack("Internal hosts by other protocols and token URLs", (*_in(GUARD, "test_c13_the_same_check_serves_clients_of_other_protocols", "test_c13_a_database_on_the_allow_list_gives_its_checked_address"), *_in("tests/worker/test_tokens.py", "test_the_token_url_passes_the_guard_of_outgoing_http"))),
    "C14": Attack("Error texts that tell what listens inside", (*_in(GUARD, "test_c14_the_refusal_is_the_same_whatever_listens", "test_c14_a_reachable_hosts_banner_and_port_state_stay_hidden"), *_in("tests/activities/adapter/test_failure.py", "test_c14_what_an_internal_server_said_never_reaches_the_history"))),
    "D1": Attack("Every route without a token", _in(SIGN_IN, "test_D1_no_route_but_the_listed_ones_answers_without_a_token")),
    "D2": Attack("Tricks with the path", _in(SIGN_IN, "test_D2_tricks_with_the_path_open_nothing")),
    "D3": Attack("Headers that claim to be internal", _in(SIGN_IN, "test_D3_headers_that_claim_to_be_somebody_are_ignored", "test_D3_another_address_in_a_header_does_not_reset_the_count")),
    "D4": Attack("Forged tokens", _in(SIGN_IN, "test_D4_forged_tokens_open_nothing")),
    "D5": Attack("Password reset with odd tokens", _in(SIGN_IN, "test_D5_a_password_is_not_reset_with_an_odd_token")),
    "D6": Attack("Fixation, and sessions that outlive sign-out", _in(SIGN_IN, "test_D6_a_cookie_from_before_signing_in_is_not_taken_over", "test_D6_signing_out_and_a_new_password_end_access")),
    "D7": Attack("A refresh token used twice", _in(SIGN_IN, "test_D7_a_refresh_token_used_twice_ends_its_family_also_at_once")),
    "D8": Attack("Guessing passwords, finding accounts", (*_in(SIGN_IN, "test_D8_guessing_and_asking_who_is_there_lead_nowhere"), *_in(FLOODS, "test_D8_many_sign_ins_at_once_hash_few_passwords_and_send_the_rest_away"))),
    "D9": Attack("Weak or missing keys at the start", (*_in(SIGN_IN, "test_D9_a_missing_default_or_short_key_stops_the_start"), *_in(STARTS, "test_d9_a_setting_that_is_not_safe_is_named", "test_d9_all_reasons_are_told_at_once_and_no_secret", "test_d9_a_key_file_that_everybody_may_read_is_refused"))),
    "D10": Attack("API keys: scope, revoked, expired, foreign", _in(SIGN_IN, "test_D10_keys_of_another_scope_workspace_or_time_open_nothing")),
    "D11": Attack("Answers read by another site", (*_in(SIGN_IN, "test_D11_no_other_site_reads_answers"), *_in(BROWSER, "test_D11_a_page_of_a_listed_origin_reads_answers_and_gets_no_cookie", "test_D11_only_whole_origins_are_listed"))),
    "D12": Attack("Requests sent by another site", (*_in(SIGN_IN, "test_D12_pages_of_other_sites_can_not_use_the_cookie"), *_in(BROWSER, "test_D12_every_open_route_that_changes_something_looks_where_it_is_sent_from"))),
    "E1": Attack("Every role at every route", (*_in(RIGHTS, "test_E1_a_role_may_do_exactly_what_the_table_says"), *_in(SHARING, "test_each_route_asks_for_the_level_that_its_permission_needs"))),
    "E2": Attack("Foreign ids, also nested in a graph", (*_in(RIGHTS, "test_E2_a_foreign_id_nested_in_a_graph_is_not_found"), *_in(ACCESS, "test_what_belongs_to_others_does_not_exist"), *_in("tests/store/test_row_security.py", "test_a_forgotten_filter_shows_nothing_of_others"), *_in("tests/api/test_sharing_runs.py", "test_no_graph_is_a_way_around_it"))),
    "E3": Attack("Somebody's credential, sent to the attacker", (*_in(CREDENTIALS, "test_a_private_credential_serves_its_maker_alone", "test_e3_a_stored_secret_is_not_sent_elsewhere_by_who_did_not_give_it"), *_in("tests/activities/test_http_request.py", "test_a_credential_is_sent_to_no_host_but_its_own"))),
    "E4": Attack("Lists and filters", _in(RIGHTS, "test_E4_lists_show_nothing_of_others_whatever_is_asked")),
    "E5": Attack("Fields that are not ours to set", _in(RIGHTS, "test_E5_fields_that_are_not_ours_to_set_are_refused")),
    "E6": Attack("A viewer who acts", _in(RIGHTS, "test_E6_a_viewer_takes_hold_of_no_run")),
    "E7": Attack("A sub-run in another workspace", (*_in("tests/worker/test_sub_runs.py", "test_e7_a_workflow_of_another_workspace_is_not_found"), *_in(RIGHTS, "test_E2_a_foreign_id_nested_in_a_graph_is_not_found"))),
    "E8": Attack("Foreign streams", (*_in(RIGHTS, "test_E8_streams_of_foreign_runs_are_not_found"), *_in("tests/api/test_run_events.py", "test_a_websocket_of_another_site_or_run_is_closed"))),
    "E9": Attack("Foreign values, logs and exports", (*_in(RIGHTS, "test_E9_values_of_others_are_not_found_by_their_hash"), *_in("tests/api/test_exchange.py", "test_nothing_of_others_is_exported"), *_in("tests/worker/test_knowledge.py", "test_e_knowledge_of_another_workspace_is_not_found_however_it_is_asked_for"), *_in("tests/worker/test_knowledge_relations.py", "test_e_relations_of_another_workspace_lead_nowhere"), *_in(SHARING, "test_no_list_count_search_or_export_shows_it_to_those_who_are_not_named"))),
    "E10": Attack("A removed member's keys and sockets", _in(RIGHTS, "test_E10_who_was_removed_is_out_with_keys_and_sessions")),
    "E11": Attack("Names that begin alike", (*_in(RIGHTS, "test_E11_names_that_begin_alike_are_not_the_same"), *_in("tests/noria/test_credentials.py", "test_hosts_are_compared_whole"))),
    "E12": Attack("Guessed ids of Temporal", _in(RIGHTS, "test_E12_a_guessed_run_id_reaches_temporal_for_its_own_workspace_only")),
    "F1": Attack("Wrong, missing and old signatures", _in(HOOKS, "test_F1_a_signature_that_is_missing_wrong_old_or_of_the_future_is_refused", "test_F1_a_trigger_whose_secret_is_gone_takes_nothing")),
    "F4": Attack("Bodies changed after signing", _in(HOOKS, "test_F4_a_body_that_was_changed_or_written_anew_is_refused")),
    "F5": Attack("JSON that claims to be a form with files", _in(HOOKS, "test_F5_json_that_looks_like_an_upload_is_json")),
    "F7": Attack("Confused methods, types and charsets", _in(HOOKS, "test_F7_methods_media_types_and_charsets_are_taken_at_their_word")),
    "F8": Attack("Answers with HTML or SVG", _in("tests/api/test_hooks.py", "test_f8_a_run_answers_its_request")),
    "F2": Attack("The same message again", _in(HOOKS, "test_F2_a_replayed_message_starts_no_second_run")),
    "F3": Attack("The same message, fifty times at once", _in(HOOKS, "test_F3_fifty_deliveries_at_once_start_one_run")),
    "F6": Attack("Huge, deep, wide and slow bodies", (*_in(HOOKS, "test_F6_bodies_that_are_too_large_deep_or_wide_are_refused", "test_F6_a_body_that_drips_is_cut_off"), *_in(FLOODS, "test_F6_bodies_of_many_values_and_long_queries_are_refused"))),
    "F9": Attack("Secrets in addresses", _in(HOOKS, "test_F9_addresses_and_secrets_are_in_no_log")),
    "G1": Attack("Paths that lead out", (*_in("tests/activities/test_folders.py", "test_g1_nothing_leads_out_of_it"), *_in("tests/activities/storage/test_local_files.py", "test_what_is_not_there_or_outside_is_told"), *_in("tests/api/test_web.py", "test_nothing_outside_of_the_folder_is_served"), *_in("tests/worker/test_external_secrets.py", "test_the_keys_of_noria_itself_are_not_given_away"))),
    "G2": Attack("Archives that write elsewhere, bombs", _in(f"{FORMATS}/test_decompress.py", "test_g2_names_that_lead_out_are_passed_over", "test_bombs_are_refused", "test_too_many_files_are_refused")),
    "G3": Attack("Options smuggled into git", _in(NOTHING, "test_G3_H4_no_node_starts_a_program_of_an_authors_choice"), reason="Can't apply: no node runs git or any other program with an author's arguments."),
    "G4": Attack("Uploaded pages and scripts", _in(BROWSER, "test_G4_what_was_uploaded_is_downloaded_and_never_shown")),
    "G5": Attack("Polyglots and image bombs", (*_in("tests/activities/documents/test_text.py", "test_g5_no_picture_and_no_archive_is_decoded"), *_in("tests/activities/documents/test_ocr.py", "test_g5_what_is_no_honest_picture_is_refused"), *_in(NOTHING, "test_G5_pictures_are_decoded_in_a_process_of_their_own_alone"))),
    "G6": Attack("XML entities", _in(f"{FORMATS}/test_xml_parse.py", "test_g6_entities_and_broken_or_endless_documents_are_refused")),
    "G7": Attack("YAML tags, pickles", (*_in("tests/attacks/test_files.py", "test_G7_nothing_unpickles_and_yaml_makes_plain_values_only"), *_in(f"{FORMATS}/test_yaml_parse.py", "test_aliases_tags_and_broken_documents_are_refused"))),
    "G8": Attack("Formulas in exported cells", _in(f"{FORMATS}/test_csv_write.py", "test_g8_text_that_a_spreadsheet_would_compute_is_made_harmless")),
    "H1": Attack("SQL by expression", (*_in("tests/activities/sql/test_query.py", "test_h1_parameters_are_values_and_never_sql"), *_in("tests/activities/sql/test_insert.py", "test_names_can_not_carry_sql"))),
    "H2": Attack("Search and sort parameters", _in("tests/api/test_workflows.py", "test_h2_search_takes_the_text_as_it_is")),
    "H3": Attack("Line breaks in headers", (*_in("tests/activities/messages/test_email.py", "test_h3_headers_can_not_be_smuggled_in"), *_in("tests/noria/test_credentials.py", "test_a_token_with_a_line_break_is_refused_without_being_told"), *_in("tests/api/test_invitations.py", "test_subjects_can_not_carry_headers"))),
    "H4": Attack("Shell nodes, commands of MCP servers", (*_in("tests/activities/ai/test_mcp_call.py", "test_a_command_has_to_be_allowed_and_sees_no_secrets"), *_in(NOTHING, "test_G3_H4_no_node_starts_a_program_of_an_authors_choice"))),
    "H5": Attack("Operators of LDAP and NoSQL", _in(NOTHING, "test_H5_nothing_asks_a_directory_or_a_store_without_parameters"), reason="Can't apply: no node asks an LDAP or NoSQL server."),
    "H6": Attack("Line breaks and colours in logs", _in("tests/attacks/test_logs.py", "test_H6_what_is_logged_stays_one_line")),
    "H7": Attack("A model that asks for other credentials", (*_in("tests/noria/test_credential_uses.py", "test_a_credential_is_never_chosen_by_an_expression"), *_in("tests/noria/compiling/test_agents.py", "test_a_tool_is_held_to_its_hosts"), *_in("tests/noria/compiling/test_plan_effects.py", "test_the_first_node_that_may_change_something_is_named"), *_in("tests/worker/test_sub_runs.py", "test_h7_a_version_that_changes_things_is_no_tool_that_reads"), *_in(INJECTION, "test_H7_a_document_that_asks_for_what_the_agent_does_not_have_gets_nothing", "test_H7_a_host_that_the_model_gives_is_held_to_those_of_the_tool", "test_H7_no_credential_is_ever_the_models_choice", "test_H7_a_tool_that_may_only_read_can_not_be_made_to_write"))),
    "I1": Attack("Markup in names and values", _in("tests/attacks/test_web_source.py", "test_I1_I2_no_page_writes_html_of_its_own")),
    "I2": Attack("Rendered Markdown", _in("tests/attacks/test_web_source.py", "test_I1_I2_no_page_writes_html_of_its_own")),
    "I3": Attack("Previews of outputs", _in("tests/attacks/test_web_source.py", "test_I3_I6_no_page_frames_another_or_listens_to_its_messages")),
    "I4": Attack("The app in a frame", _in(BROWSER, "test_I4_nobody_may_frame_the_app_nor_load_it_elsewhere")),
    "I5": Attack("Redirects after signing in", (*_in("frontend/src/shared/lib/next-path.test.ts", "*"), *_in("tests/api/test_oidc.py", "test_i5_it_leads_back_to_our_own_pages_only"))),
    "I6": Attack("Messages between windows", _in("tests/attacks/test_web_source.py", "test_I3_I6_no_page_frames_another_or_listens_to_its_messages")),
    "J1": Attack("Reading a credential back", _in(CREDENTIALS, "test_j1_a_secret_goes_in_and_never_comes_out")),
    "J2": Attack(
        "Secrets in errors, logs and histories",
        (
            *_in(CANARIES, "test_J2_a_run_that_leaks_on_purpose_leaves_no_secret_anywhere"),
            *_in("tests/api/test_problems.py", "test_errors_of_the_database_do_not_log_values"),
        ),
    ),
    "J3": Attack(
        "Secrets in exports",
        (
            *_in(CANARIES, "test_J2_a_run_that_leaks_on_purpose_leaves_no_secret_anywhere"),
            *_in("tests/api/test_exchange.py", "test_j3_no_secret_is_exported"),
        ),
    ),
    "J4": Attack("A node that prints a secret", _in("tests/activities/test_redaction.py", "test_a_secret_is_found_in_each_form", "test_j4_values_are_cleaned_whole_with_their_keys")),
    "J5": Attack("A dump without its key, rows swapped", (*_in("tests/store/test_sealing.py", "test_j5_moved_to_another_row_workspace_or_field_it_opens_no_more", "test_without_its_key_nothing_opens"), *_in("tests/store/test_credentials.py", "test_a_dump_of_the_database_tells_no_secret"))),
    "J6": Attack("A new key in mid-traffic", _in("tests/store/test_rotation.py", "test_j6_a_new_key_takes_over_in_mid_traffic", "test_cut_off_half_way_it_goes_on_where_it_was")),
    "J7": Attack("OAuth: state, code, issuer, browser", _in("tests/api/test_connecting.py", "test_j7_an_answer_that_was_not_asked_for_connects_nothing", "test_the_browser_is_sent_off_and_comes_back_connected")),
    "J8": Attack("The codec endpoint without signing in", (*_in("tests/api/test_codec.py", "test_nobody_else_may", "test_a_key_without_manage_may_not"), *_in("tests/attacks/test_codec_cli.py", "test_J8_the_command_line_shows_values_to_managers_alone"))),
    "K1": Attack("Broken and huge graphs", (*_in(IMPORTS, "test_K1_a_graph_that_makes_no_sense_is_refused_whole"), *_in("tests/noria/test_compile.py", "test_a_graph_over_its_limit_is_not_looked_at"))),
    "K2": Attack("Importing that runs something", _in(IMPORTS, "test_K2_importing_runs_nothing")),
    "K3": Attack("Foreign node packages", _in(NOTHING, "test_K3_node_types_come_with_installed_packages_alone"), reason="Can't apply: node types come with packages that an administrator installs, pinned by hash; nothing is fetched or installed at run time."),
    "K4": Attack("Swapped packages", _in("tests/local/test_supply.py", "test_k4_every_package_is_pinned_by_hash_and_none_comes_from_elsewhere")),
    "K5": Attack("Schemas that refer elsewhere", (*_in(IMPORTS, "test_K5_a_schema_reads_no_file_and_no_other_server"), *_in("tests/noria/test_schema_size.py", "test_references_that_double_each_time_grow_without_bound"))),
    "L1": Attack("Floods of runs and items", (*_in(FLOODS, "test_L1_a_webhook_that_is_flooded_starts_no_more_runs"), *_in("tests/e2e/test_limits.py", "test_runs_above_the_limit_follow_each_other"))),
    "L2": Attack("Payloads above Temporal's limit", _in("tests/workflows/test_graph_workflow_sizes.py", "test_l2_a_call_that_temporal_would_refuse_fails_its_step", "test_a_large_value_of_a_control_node_is_stored")),
    "L3": Attack("Histories above their limit", _in("tests/workflows/test_graph_workflow_renewal.py", "test_l3_a_long_chain_goes_on_in_new_histories", "test_a_wait_keeps_its_deadline_in_the_new_history")),
    "L4": Attack("Poison", _in("tests/e2e/test_poison.py", "test_l4_poison_is_parked_and_shown_and_disturbs_nobody")),
    "L5": Attack("Storms of requests and previews", (*_in(FLOODS, "test_L5_an_address_that_sends_too_much_waits_and_health_still_answers", "test_L5_accounts_keys_and_workspaces_have_rates_of_their_own"), *_in("tests/attacks/test_shared_rates.py", "test_L5_processes_count_together_and_each_for_itself_once_redis_is_gone"), *_in("tests/api/test_expressions.py", "test_previews_are_counted"))),
    "L6": Attack("Floods of watchers", (*_in(FLOODS, "test_L6_a_caller_watches_so_many_runs_at_once_and_no_more"), *_in("tests/api/test_run_events.py", "test_a_watcher_that_leaves_is_forgotten"))),
    "L7": Attack("Clocks that jump", (*_in(SIGN_IN, "test_D4_forged_tokens_open_nothing"), *_in("tests/noria/triggers/test_schedule_times.py", "test_l7_an_hour_that_comes_twice_has_one_run"), *_in(HOOKS, "test_F1_a_signature_that_is_missing_wrong_old_or_of_the_future_is_refused"))),
}  # fmt: skip


def order(number: str) -> tuple[str, int]:
    """By group, then by count."""
    return number[0], int(number[1:])


def counts() -> tuple[int, int, int]:
    """Tried by a test, can't apply, not yet."""
    tried = sum(not attack.reason for attack in ATTACKS.values())
    open_ = sum(attack.is_open for attack in ATTACKS.values())
    return tried, len(ATTACKS) - tried - open_, open_


def table() -> str:
    """Markdown."""
    tried, not_here, open_ = counts()
    lines = [
        f"{len(ATTACKS)} attacks: {tried} are tried by tests, {not_here} have nothing to hit here, which "
        f"tests hold, {open_} wait for a test."
    ]
    for letter, (title, _) in GROUPS.items():
        lines += [
            f"\n### {letter}. {title}\n",
            "| # | Attack | Tried by, or why not |",
            "|---|---|---|",
        ]
        for number in sorted((each for each in ATTACKS if each[0] == letter), key=order):
            attack = ATTACKS[number]
            tests = "<br>".join(f"`{test}`" for test in attack.tests)
            told = "<br>".join(each for each in (attack.reason, tests) if each)
            lines.append(f"| {number} | {attack.what} | {told} |")
    return "\n".join(lines).strip() + "\n"


def page(text: str) -> str:
    """The page with a fresh table."""
    return re.sub(
        f"{BEGIN}.*{END}", lambda _: f"{BEGIN}\n\n{table()}\n{END}", text, flags=re.DOTALL
    )


def main() -> int:
    PAGE.write_text(page(PAGE.read_text()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
