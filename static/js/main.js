// Pages work without any of this; each module only makes something quicker.
import { startKeys } from "./keys.js";
import { startDrawer } from "./drawer.js";
import { startRows } from "./rows.js";
import { startFolds } from "./folds.js";
import { startPng } from "./png.js";
import { startReview } from "./review.js";

document.documentElement.classList.add("js");
startKeys();
startDrawer();
startRows();
startFolds();
startPng();
startReview();
