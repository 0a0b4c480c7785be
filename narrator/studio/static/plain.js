/** Pages that only show something. */
import { ready } from "./page.js";
ready();
