# Writes OUTPUT, a page for man(1), from what PROGRAM says of itself and of all its subcommands.
execute_process(COMMAND ${PROGRAM} --help-all OUTPUT_VARIABLE help COMMAND_ERROR_IS_FATAL ANY)
# To man, backslashes begin escapes, a dot or quote at the beginning of a line a request, and a bare "-" is a hyphen.
string(REPLACE "\\" "\\e" help "${help}")
string(REPLACE "-" "\\-" help "${help}")
string(REGEX REPLACE "(^|\n)([.'])" "\\1\\\\&\\2" help "${help}")
file(WRITE ${OUTPUT} ".TH CHATPROOF 1
.SH NAME
chatproof \\- proves that chat apps and SDKs behave when the network, the server and the ticket do not
.SH DESCRIPTION
.nf
${help}.fi
")
