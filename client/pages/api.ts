/** The style of the API's reference; it has no script. */
import './api.css';
