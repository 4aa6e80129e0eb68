#include "core/exports/export_results.h"

namespace headroom::exports {

namespace {

std::string cell(std::string_view text) {
    std::string quoted = "\"";
    // OWASP, "CSV injection": =, +, -, @, tab and return at the start make a formula.
    if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos)
        quoted += '\'';
    for (const char c : text) {
        quoted += c;
        if (c == '"') quoted += '"';
    }
    return quoted + '"';
}

} // namespace

std::string resultsCsv(const ExportPlan& plan, const ExportReport& report) {
    std::string csv = "\xEF\xBB\xBF"
                      "headshot_id,file,result,error,bytes,sha256\r\n";
    for (std::size_t i = 0; i < plan.files.size() && i < report.outcomes.size(); ++i) {
        const FileOutcome& outcome = report.outcomes[i];
        csv += cell(plan.files[i].headshot.text()) + ',';
        csv += cell(outcome.path.empty() ? plan.files[i].path : outcome.path) + ',';
        csv += cell(name(outcome.state)) + ',';
        csv += cell(outcome.error ? headroom::name(*outcome.error) : "") + ',';
        csv += std::to_string(outcome.sizeBytes) + ',';
        csv += cell(outcome.sha256) + "\r\n";
    }
    return csv;
}

} // namespace headroom::exports
