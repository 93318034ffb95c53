/** Everything that runs on the desk pages. The pages work without it; it makes them quicker. */
import "./requests.ts";
import "./notices.ts";
import "./menus.ts";
import "./dialogs.ts";
import "./selection.ts";
import "./rows.ts";
import "./search.ts";
import "./columns.ts";
import "./shortcuts.ts";
import "./rounds.ts";
import "./roundDrafts.ts";
import "./sheet.ts";
import "./board.ts";
import "./drafts.ts";
import "./files.ts";
import "./printing.ts";
import "./passkeys.ts";
