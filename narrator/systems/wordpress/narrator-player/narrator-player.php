<?php
/**
 * Plugin Name:       Narrator Player
 * Description:       Plays the narrations that narrator made of your posts: below the headline, with each sentence lit as it is spoken.
 * Version:           0.2.0
 * Requires at least: 6.1
 * Requires PHP:      7.4
 * License:           GPL-2.0-or-later
 * License URI:       https://www.gnu.org/licenses/gpl-2.0.html
 * Text Domain:       narrator-player
 *
 * @package Narrator_Player
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/** Name of the one option that the plug-in keeps; uninstall.php deletes it. */
const NARRATOR_PLAYER_OPTION = 'narrator_player';

/**
 * Returns the settings, with a value for each.
 *
 * @return array{folder: string, types: string[], click: string} Address of the folder with the narrations, without a slash at the
 *         end; kinds of content that get the player; whether a click on a sentence plays it (always, started, never).
 */
function narrator_player_settings() {
	$kept = get_option( NARRATOR_PLAYER_OPTION, array() );
	return wp_parse_args(
		is_array( $kept ) ? $kept : array(),
		array(
			'folder' => '',
			'types'  => array( 'post' ),
			'click'  => 'always',
		)
	);
}

/**
 * Returns the settings as they may be kept; complains where the address is none.
 *
 * @param mixed $given What the settings page sent.
 * @return array Settings.
 */
function narrator_player_checked( $given ) {
	$given  = is_array( $given ) ? $given : array();
	$folder = isset( $given['folder'] ) ? trim( (string) $given['folder'] ) : '';
	$folder = preg_replace( '#/(embed\.js)?$#', '', $folder );
	$clean  = '' === $folder ? '' : esc_url_raw( $folder, array( 'http', 'https' ) );
	if ( '' !== $folder && ( '' === $clean || ! wp_parse_url( $clean, PHP_URL_HOST ) ) ) {
		add_settings_error(
			NARRATOR_PLAYER_OPTION,
			'narrator_player_folder',
			__( 'The address of the narrations is no web address. It looks like https://example.org/listen.', 'narrator-player' )
		);
		$clean = narrator_player_settings()['folder'];
	}
	$types = isset( $given['types'] ) && is_array( $given['types'] ) ? array_map( 'sanitize_key', $given['types'] ) : array();
	$click = isset( $given['click'] ) ? (string) $given['click'] : 'always';
	return array(
		'folder' => $clean,
		'types'  => array_values( array_intersect( $types, get_post_types( array( 'public' => true ) ) ) ),
		'click'  => in_array( $click, array( 'always', 'started', 'never' ), true ) ? $click : 'always',
	);
}

/** Adds the loader to the page of one post, where its kind of content has the player. */
function narrator_player_enqueue() {
	$settings = narrator_player_settings();
	if ( '' === $settings['folder'] || ! $settings['types'] || ! is_singular( $settings['types'] ) ) {
		return;
	}
	// Without a version: the file is that of the published folder, not one of this plug-in.
	wp_enqueue_script( 'narrator-player', $settings['folder'] . '/embed.js', array(), null, true ); // phpcs:ignore WordPress.WP.EnqueuedResourceParameters.MissingVersion
}
add_action( 'wp_enqueue_scripts', 'narrator_player_enqueue' );

/**
 * Returns the loader's tag with `async` and its setting. Plug-ins that delay or join scripts are asked to leave it alone.
 *
 * @param string $tag    The tag as WordPress wrote it.
 * @param string $handle Name of the script.
 * @return string Tag.
 */
function narrator_player_tag( $tag, $handle ) {
	if ( 'narrator-player' !== $handle ) {
		return $tag;
	}
	$click = narrator_player_settings()['click'];
	$more  = 'always' === $click ? '' : ' data-click="' . esc_attr( $click ) . '"';
	return str_replace( '<script ', '<script async data-no-optimize="1" data-cfasync="false"' . $more . ' ', $tag );
}
add_filter( 'script_loader_tag', 'narrator_player_tag', 10, 2 );

/**
 * Returns the place of the player: the shortcode [narrator].
 *
 * @return string HTML.
 */
function narrator_player_shortcode() {
	return '<div data-narrator></div>';
}
add_shortcode( 'narrator', 'narrator_player_shortcode' );

/** Registers the settings. */
function narrator_player_register() {
	register_setting(
		'narrator_player',
		NARRATOR_PLAYER_OPTION,
		array(
			'type'              => 'array',
			'sanitize_callback' => 'narrator_player_checked',
			'default'           => array(),
		)
	);
}
add_action( 'admin_init', 'narrator_player_register' );

/** Adds the page below Settings. */
function narrator_player_menu() {
	add_options_page(
		__( 'Narrator Player', 'narrator-player' ),
		__( 'Narrator Player', 'narrator-player' ),
		'manage_options',
		'narrator-player',
		'narrator_player_page'
	);
}
add_action( 'admin_menu', 'narrator_player_menu' );

/**
 * Returns the links of the plug-in in the list of plug-ins, with that to its settings.
 *
 * @param string[] $links Links that are there.
 * @return string[] Links.
 */
function narrator_player_links( $links ) {
	$address = admin_url( 'options-general.php?page=narrator-player' );
	array_unshift( $links, '<a href="' . esc_url( $address ) . '">' . esc_html__( 'Settings', 'narrator-player' ) . '</a>' );
	return $links;
}
add_filter( 'plugin_action_links_' . plugin_basename( __FILE__ ), 'narrator_player_links' );

/** Writes the settings page. */
function narrator_player_page() {
	if ( ! current_user_can( 'manage_options' ) ) {
		return;
	}
	$settings = narrator_player_settings();
	$clicks   = array(
		'always'  => __( 'A click on a sentence plays from there', 'narrator-player' ),
		'started' => __( 'Only once the reader has pressed "Listen"', 'narrator-player' ),
		'never'   => __( 'A click on a sentence does nothing', 'narrator-player' ),
	);
	?>
	<div class="wrap">
		<h1><?php echo esc_html( get_admin_page_title() ); ?></h1>
		<form action="options.php" method="post">
			<?php settings_fields( 'narrator_player' ); ?>
			<table class="form-table" role="presentation">
				<tr>
					<th scope="row"><label for="narrator-folder"><?php esc_html_e( 'Address of the narrations', 'narrator-player' ); ?></label></th>
					<td>
						<input id="narrator-folder" class="regular-text code" type="url" name="narrator_player[folder]"
							value="<?php echo esc_attr( $settings['folder'] ); ?>" placeholder="https://example.org/listen"
							aria-describedby="narrator-folder-more">
						<p class="description" id="narrator-folder-more">
							<?php esc_html_e( 'Where the folder is served that "narrator publish" wrote: the value of --base-url. Posts without a narration stay as they are.', 'narrator-player' ); ?>
						</p>
					</td>
				</tr>
				<tr>
					<th scope="row"><?php esc_html_e( 'Shown on', 'narrator-player' ); ?></th>
					<td>
						<fieldset>
							<legend class="screen-reader-text"><?php esc_html_e( 'Shown on', 'narrator-player' ); ?></legend>
							<?php foreach ( get_post_types( array( 'public' => true ), 'objects' ) as $type ) : ?>
								<label>
									<input type="checkbox" name="narrator_player[types][]" value="<?php echo esc_attr( $type->name ); ?>"
										<?php checked( in_array( $type->name, $settings['types'], true ) ); ?>>
									<?php echo esc_html( $type->labels->name ); ?>
								</label><br>
							<?php endforeach; ?>
						</fieldset>
					</td>
				</tr>
				<tr>
					<th scope="row"><label for="narrator-click"><?php esc_html_e( 'Clicks', 'narrator-player' ); ?></label></th>
					<td>
						<select id="narrator-click" name="narrator_player[click]">
							<?php foreach ( $clicks as $value => $label ) : ?>
								<option value="<?php echo esc_attr( $value ); ?>" <?php selected( $settings['click'], $value ); ?>><?php echo esc_html( $label ); ?></option>
							<?php endforeach; ?>
						</select>
					</td>
				</tr>
			</table>
			<p><?php echo wp_kses( __( 'The player stands below the headline. The shortcode <code>[narrator]</code> puts it elsewhere.', 'narrator-player' ), array( 'code' => array() ) ); ?></p>
			<?php submit_button(); ?>
		</form>
	</div>
	<?php
}
